/** Pictures for the tests, made here: a head and shoulders drawn in flat colours, as a PNG file. */
import { deflateSync } from 'node:zlib';

export function portrait({ width = 480, height = 640 } = {}) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [(x / width - 0.5) * 2, (y / height - 0.5) * 2];
      const head = u * u * 4 + (v + 0.2) * (v + 0.2) * 3 < 0.8;
      const shoulders = v > 0.35 && u * u + (v - 1.1) * (v - 1.1) * 1.2 < 0.72;
      const colour = head ? [214, 170, 140] : shoulders ? [60, 84, 120] : [206, 214, 222 - Math.round(20 * v)];
      colour.forEach((value, channel) => { rows[y * (1 + width * 3) + 1 + x * 3 + channel] = value; });
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

// Node has its own only from 20.15.
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
