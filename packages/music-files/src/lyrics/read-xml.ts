/** An element as written: prefixes of names are kept. */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (XmlElement | string)[];
}

const DEEPEST = 32;
const MOST_NODES = 60_000;
const MOST_ATTRIBUTES = 32;
const NAME = /[^\s=<>/"']+/y;
const ATTRIBUTE = /\s*([^\s=<>/"']+)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'))?/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/**
 * Reads elements, attributes and text of an XML document, without its declarations: entities are the predefined ones and
 * characters by number, so that nothing expands. Tags that do not match are forgiven. Returns null where the document is
 * deeper or larger than any lyrics are, or has no element.
 */
export function readXml(text: string): XmlElement | null {
  const top: XmlElement = { name: '', attributes: new Map(), children: [] };
  const open = [top];
  let nodes = 0;
  for (let at = 0; at < text.length;) {
    if (++nodes > MOST_NODES) return null;
    const parent = open.at(-1) ?? top;
    if (text[at] !== '<') {
      const end = indexOr(text.indexOf('<', at), text.length);
      parent.children.push(decodeEntities(text.slice(at, end)));
      at = end;
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = indexOr(text.indexOf(']]>', at), text.length);
      parent.children.push(text.slice(at + 9, end));
      at = end + 3;
    } else if (text[at + 1] === '!' || text[at + 1] === '?') at = skipDeclaration(text, at);
    else if (text[at + 1] === '/') {
      const end = indexOr(text.indexOf('>', at), text.length);
      close(open, text.slice(at + 2, end).trim());
      at = end + 1;
    } else {
      const tag = readTag(text, at + 1);
      if (tag === null) return null;
      at = tag.end;
      parent.children.push(tag.element);
      if (!tag.isEmpty && open.push(tag.element) > DEEPEST) return null;
    }
  }
  return top.children.find((child) => typeof child !== 'string') ?? null;
}

export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name)] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });

function readTag(text: string, start: number): { element: XmlElement; isEmpty: boolean; end: number } | null {
  NAME.lastIndex = start;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return null;
  const attributes = new Map<string, string>();
  let at = NAME.lastIndex;
  for (ATTRIBUTE.lastIndex = at; ; at = ATTRIBUTE.lastIndex) {
    const match = ATTRIBUTE.exec(text);
    if (match === null) break;
    const [, key = '', double, single] = match;
    if (attributes.size < MOST_ATTRIBUTES) attributes.set(key, decodeEntities(double ?? single ?? ''));
  }
  const end = text.indexOf('>', at);
  if (end < 0) return null;
  return { element: { name, attributes, children: [] }, isEmpty: text[end - 1] === '/', end: end + 1 };
}

/** A comment, instruction or document type, which may have declarations of its own in brackets. */
function skipDeclaration(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return indexOr(text.indexOf('-->', at + 4), text.length) + 3;
  const end = indexOr(text.indexOf('>', at), text.length);
  const hasSubset = text[at + 1] === '!' && text.slice(at, end).includes('[');
  return hasSubset ? indexOr(text.indexOf(']>', at), text.length) + 2 : end + 1;
}

function close(open: XmlElement[], name: string): void {
  for (let at = open.length - 1; at > 0; at--)
    if (open[at]?.name === name) {
      open.length = at;
      return;
    }
}

const indexOr = (index: number, otherwise: number): number => (index < 0 ? otherwise : index);

export const localName = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1);

/** By its local name: files are not agreed on prefixes, and those that are read here use no name in two namespaces. */
export function attribute({ attributes }: XmlElement, name: string): string | undefined {
  for (const [key, value] of attributes) if (key === name || key.endsWith(`:${name}`)) return value;
  return undefined;
}

export const elementsOf = ({ children }: XmlElement): XmlElement[] =>
  children.filter((child): child is XmlElement => typeof child !== 'string');

export const findChild = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((child) => localName(child) === name);

export function findAll(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) => (localName(child) === name ? [child] : findAll(child, name)));
}
