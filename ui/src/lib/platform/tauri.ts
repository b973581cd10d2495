import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Platform } from './types';

/** The desktop window: commands of the shell, one per use-case, and one that has a file chosen. */
export const tauri: Platform = {
  statusAtStart: (globalThis as { nrmpStatus?: unknown }).nrmpStatus,
  call: (name, command) => invoke(name, { command }),
  choose: (purpose, suggested) => invoke('choose_file', { command: { purpose, suggested } }),
  on(event, fn) {
    const listening = listen(event, (message) => fn(message.payload));
    return () => void listening.then((stop) => stop());
  },
};
