import { Parser } from 'saxen';

export interface XmlElement {
  /** With its prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Its own, without that of its children. */
  text: string;
}

interface Listener {
  onOpen?(name: string): void;
  /** Once it is complete, before its parent is. */
  onClose?(element: XmlElement): void;
}

/** The element at the top of an XML file. @throws Error of what is no XML */
export function parseXml(xml: string, listener: Listener = {}): XmlElement {
  const above: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [above];
  const add = (text: string): void => {
    open.at(-1)!.text += text;
  };
  new Parser()
    .on('openTag', (name, attributes) => {
      listener.onOpen?.(name);
      const element: XmlElement = { name, attributes: attributes(), children: [], text: '' };
      open.at(-1)!.children.push(element);
      open.push(element);
    })
    .on('closeTag', () => {
      const element = open.pop()!;
      listener.onClose?.(element);
    })
    .on('text', (text, decode) => add(decode(text)))
    .on('cdata', add)
    .on('error', (error) => {
      throw error;
    })
    .parse(xml);
  return above.children[0]!;
}
