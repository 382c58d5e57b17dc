import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** An image as four bytes a pixel, in rows from the top: red, green, blue, alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** An image as one byte a pixel, each the number of a colour (RGBA) of the palette. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly (readonly number[])[];
  readonly indexes: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const [rgbType, rgbaType, indexedType] = [2, 6, 3];

/** Reads what a browser writes: eight bits a channel, RGB or RGBA, not interlaced. */
export function decodePng(png: Buffer): Pixels {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const [width, height] = [header?.readUInt32BE(0) ?? 0, header?.readUInt32BE(4) ?? 0];
  const [depth, colourType, interlace] = [header?.[8], header?.[9], header?.[12]];
  if (depth !== 8 || (colourType !== rgbType && colourType !== rgbaType) || interlace !== 0)
    throw new Error(`not a PNG as browsers write it: depth ${depth}, colour type ${colourType}`);
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const channels = colourType === rgbaType ? 4 : 3;
  const bytes = unfiltered(inflateSync(packed), width * channels, channels);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < bytes.length; at++) rgba[Math.floor(at / channels) * 4 + (at % channels)] = bytes[at] ?? 0;
  return { width, height, rgba };
}

/** Writes at most 256 colours, a byte a pixel, packed as tightly as zlib can. */
export function encodePng({ width, height, palette, indexes }: IndexedImage): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, indexedType, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width + 1)); // each row begins with its filter, 0: none
  for (let y = 0; y < height; y++) rows.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
    chunk('tRNS', Buffer.from(palette.map((colour) => colour[3] ?? 255))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = signature.length; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

/** Takes the five filters off (PNG specification, section 9.2): each row says first which of them it has. */
function unfiltered(bytes: Buffer, rowLength: number, channels: number): Uint8Array {
  const rows = bytes.length / (rowLength + 1);
  const plain = new Uint8Array(rows * rowLength);
  for (let row = 0; row < rows; row++) {
    const filter = bytes[row * (rowLength + 1)] ?? 0;
    for (let x = 0; x < rowLength; x++) {
      const at = row * rowLength + x;
      const left = x < channels ? 0 : (plain[at - channels] ?? 0);
      const above = row === 0 ? 0 : (plain[at - rowLength] ?? 0);
      const corner = row === 0 || x < channels ? 0 : (plain[at - rowLength - channels] ?? 0);
      plain[at] = (bytes[row * (rowLength + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return plain;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  return filter === 4 ? paeth(left, above, corner) : 0;
}

/** Of the three the one nearest to left + above - corner; in this order where two are equally near. */
function paeth(left: number, above: number, corner: number): number {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
