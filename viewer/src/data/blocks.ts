/** The data blocks of the page: base64 in inert elements → bytes. Every failure is a message for the reader. */

/** What to tell the reader when the data cannot be used. */
export class DataError extends Error {}

const CUT = "This file was cut off: its end is missing. Copy or download it again, or export the graph again.";
const OLD = "This browser cannot unpack the data of this page: it lacks DecompressionStream. Please use a newer one.";

/** Throws if the file does not end as it was written, or this browser cannot read it. */
export function checkWhole(page: Document): void {
  if (!page.getElementById("end")) throw new DataError(CUT);
  if (typeof DecompressionStream === "undefined") throw new DataError(OLD);
}

/** The unpacked bytes of a block. */
export async function readBlock(page: Document, name: string): Promise<Uint8Array> {
  const element = page.getElementById(name);
  if (!element) throw damaged(name, "is missing");
  try {
    return await unpacked(fromBase64(element.textContent ?? ""));
  } catch {
    throw damaged(name, "is damaged");
  }
}

export function damaged(name: string, how: string): DataError {
  return new DataError(`The data of this page ${how} (“${name}”). Copy the file again, or export the graph again.`);
}

export async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

interface Base64Reader {
  fromBase64?: (text: string) => Uint8Array<ArrayBuffer>;
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as Base64Reader).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
