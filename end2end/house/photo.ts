// Photos as a telephone sends them: with as many colors as a photo, and with a remark of where they were taken.
import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** What must be in no photo that the program hands out. */
export const CANARY = 'CanaryPlace 39.96 N 82.99 W';

/** A PNG; no two are alike. */
export function photo(width = 320, height = 240): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    const grain = randomBytes(width);
    for (let x = 0; x < width; x += 1) {
      const light = grain[x]! % 16;
      row.set([(x * 239) / width + light, (y * 239) / height + light, 120 + light], 1 + x * 3);
    }
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const remark = Buffer.from(`Comment\0${CANARY}`, 'latin1');
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('tEXt', remark),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
