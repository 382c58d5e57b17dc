/** What a stranger may write where a name or a title is expected. */
export const hostile = `<img src=x onerror="document.title=1"><script>document.title=1</script>'"\`{{7*7}}`;
