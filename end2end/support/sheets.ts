import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PNG } from "pngjs";

const COLUMNS = 4;
const ROWS = 3;
const GAP = 12;

interface Picture {
  name: string;
  png: Buffer;
}

/** Saves pictures, and contact sheets of twelve on which they are reduced by `scale`. */
export async function save(folder: string, sheet: string, pictures: Picture[], scale: number, most: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, png } of pictures) await writeFile(join(folder, `${sheet}-${name}.png`), png);
  for (let first = 0; first < pictures.length; first += COLUMNS * ROWS) {
    const page = pictures.slice(first, first + COLUMNS * ROWS).map(({ png }) => smaller(PNG.sync.read(png), scale, most));
    const number = String(first / (COLUMNS * ROWS) + 1).padStart(2, "0");
    await writeFile(join(folder, `sheet-${sheet}-${number}.png`), PNG.sync.write(together(page)));
  }
}

/** Reduces a picture: each pixel is the average of `scale` × `scale`. It is cut after `most` lines. */
function smaller(picture: PNG, scale: number, most: number): PNG {
  const height = Math.min(picture.height, most);
  const out = new PNG({ width: Math.floor(picture.width / scale), height: Math.floor(height / scale) });
  for (let y = 0; y < out.height; y += 1) {
    for (let x = 0; x < out.width; x += 1) {
      for (let channel = 0; channel < 4; channel += 1) {
        let sum = 0;
        for (let dy = 0; dy < scale; dy += 1) {
          for (let dx = 0; dx < scale; dx += 1) {
            sum += picture.data[((y * scale + dy) * picture.width + x * scale + dx) * 4 + channel] ?? 0;
          }
        }
        out.data[(y * out.width + x) * 4 + channel] = sum / (scale * scale);
      }
    }
  }
  return out;
}

function together(pictures: PNG[]): PNG {
  const width = Math.max(...pictures.map((picture) => picture.width));
  const height = Math.max(...pictures.map((picture) => picture.height));
  const rows = Math.ceil(pictures.length / COLUMNS);
  const sheet = new PNG({ width: COLUMNS * (width + GAP) + GAP, height: rows * (height + GAP) + GAP });
  sheet.data.fill(0x80);
  for (const [index, picture] of pictures.entries()) {
    const x = GAP + (index % COLUMNS) * (width + GAP);
    const y = GAP + Math.floor(index / COLUMNS) * (height + GAP);
    PNG.bitblt(picture, sheet, 0, 0, picture.width, picture.height, x, y);
  }
  for (let alpha = 3; alpha < sheet.data.length; alpha += 4) sheet.data[alpha] = 0xff;
  return sheet;
}
