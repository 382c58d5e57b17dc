/** What a service needs so that somebody can sign in from the start. */
export const adminSettings = { ADMIN_EMAIL: 'ops@example.org', ADMIN_PASSWORD: 'watch the wires' } as const;

/** The cookie of that somebody, who signs in as a person does. */
async function signedInAt(url: string): Promise<string> {
  const response = await fetch(`${url}/sign-in`, {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ email: adminSettings.ADMIN_EMAIL, password: adminSettings.ADMIN_PASSWORD }),
  });
  const [cookie] = response.headers.getSetCookie();
  if (response.status !== 303 || cookie === undefined) throw new Error(`signing in was answered ${response.status}`);
  return cookie.split(';')[0] ?? '';
}

/** A page of the console as somebody sees it who is signed in. */
export const pageText = async (url: string, path = '/'): Promise<string> =>
  (await fetch(`${url}${path}`, { headers: { cookie: await signedInAt(url) } })).text();
