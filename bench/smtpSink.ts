import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

/** A mail server in a thread of its own that takes every mail as fast as it can, with pipelining. It says its port, then how many it took. */
let taken = 0;
const server = createServer((socket) => {
  let isData = false;
  let rest = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write('220 sink ESMTP\r\n');
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    rest += chunk;
    for (;;) {
      const end = rest.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const line = rest.slice(0, end);
      rest = rest.slice(end + (isData ? 5 : 2));
      socket.write(isData ? taking() : responseTo(line));
      isData = !isData && /^data/i.test(line);
    }
  });
});

function taking(): string {
  taken++;
  return '250 taken\r\n';
}

function responseTo(line: string): string {
  if (/^ehlo/i.test(line)) return '250-sink\r\n250 PIPELINING\r\n';
  if (/^data/i.test(line)) return '354 go on\r\n';
  return /^quit/i.test(line) ? '221 bye\r\n' : '250 ok\r\n';
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage({ port: typeof address === 'object' ? address?.port : 0 });
});
parentPort?.on('message', () => parentPort?.postMessage({ taken }));
