import type { Platform } from './types';

/** A browser beside the development bridge, which runs the same use-cases over the same JSON. Same origin only. */
export function http(): Platform {
  let events: EventSource | undefined;
  return {
    async call(name, command) {
      const answer = await fetch(`/use-case/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(command ?? null),
      });
      const body: unknown = await answer.json();
      if (!answer.ok) throw body;
      return body;
    },
    on(event, fn) {
      events ??= new EventSource('/events');
      const heard = (message: MessageEvent<string>) => fn(message.data === '' ? null : JSON.parse(message.data));
      events.addEventListener(event, heard);
      return () => events?.removeEventListener(event, heard);
    },
  };
}
