import type { Chosen, Platform } from './types';

/** A browser beside the development bridge, which runs the same use-cases over the same JSON. Same origin only. */
export function http(): Platform {
  let events: EventSource | undefined;
  async function post(path: string, given: unknown): Promise<unknown> {
    const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(given ?? null) });
    const body: unknown = await answer.json();
    if (!answer.ok) throw body;
    return body;
  }
  return {
    call: (name, command) => post(`/use-case/${name}`, command),
    choose: (purpose, suggested) => post('/choose-file', { purpose, suggested }) as Promise<Chosen | null>,
    on(event, fn) {
      events ??= new EventSource('/events');
      const heard = (message: MessageEvent<string>) => fn(message.data === '' ? null : JSON.parse(message.data));
      events.addEventListener(event, heard);
      return () => events?.removeEventListener(event, heard);
    },
  };
}
