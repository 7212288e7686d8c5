// The routes of the program, read from where its source registers them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '../..');

export interface Route {
  path: string;
  methods: ('get' | 'post')[];
}

/** Every `.route("…", get(…).post(…))` under app/ and server/, sorted by path. */
export function routes(): Route[] {
  const found: Route[] = [];
  for (const folder of ['app/src', 'server/src']) {
    for (const entry of readdirSync(path.join(repository, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.rs')) continue;
      found.push(...read(readFileSync(path.join(entry.parentPath, entry.name), 'utf8')));
    }
  }
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

function read(source: string): Route[] {
  // A test builds routers of its own.
  const [program = ''] = source.split('#[cfg(test)]');
  return program
    .split('.route(')
    .slice(1)
    .flatMap((rest) => {
      const where = /^\s*"([^"]+)"\s*,/.exec(rest)?.[1];
      const [handlers = ''] = rest.split(/\n\s*\}|\.(?:merge|with_state|layer|fallback)\(/);
      if (where === undefined) return [];
      const methods = (['get', 'post'] as const).filter((method) => new RegExp(`\\b${method}\\(`).test(handlers));
      return [{ path: where, methods }];
    });
}
