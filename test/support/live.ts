import type { Visitor } from './visitor.js';

/** A page that listens, as a browser's EventSource would. */
export interface Line {
  status: number;
  /** The name of the next event, or 'end' once the server has ended the stream. */
  next(): Promise<string>;
  close(): void;
}

/** Opens the live connection of a visitor's page; of another status than 200 it says nothing. */
export async function listenLive(visitor: Visitor): Promise<Line> {
  const stop = new AbortController();
  const response = await fetch(`${visitor.origin}/events`, {
    headers: { accept: 'text/event-stream', cookie: visitor.cookieHeader() },
    redirect: 'manual',
    signal: stop.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<string> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const name = /^event: ?(.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (name) return name;
        continue;
      }
      const part = await reader?.read();
      if (!part || part.done) return 'end';
      text += part.value;
    }
  };
  return { status: response.status, next, close: () => stop.abort() };
}
