// A person who acts without a browser: sends the forms that the pages show, as fast as the program answers. Worlds are
// made with these; what is tested, a browser does.
import { type APIRequestContext, request } from '@playwright/test';

/** What every form of a browser says of where it comes from. */
const SAME_SITE = { 'sec-fetch-site': 'same-origin', accept: 'text/html' };

export const PASSWORD = 'the kettle sings at six';

export type State = Awaited<ReturnType<APIRequestContext['storageState']>>;
export type Fields = Record<string, string | number | boolean>;

export class Person {
  private constructor(
    readonly name: string,
    readonly email: string,
    private readonly line: APIRequestContext,
  ) {}

  /** Somebody with a browser and no cookie. */
  static async stranger(name: string, email: string): Promise<Person> {
    const line = await request.newContext({ baseURL: process.env.DUPLEX_URL, extraHTTPHeaders: SAME_SITE });
    return new Person(name, email, line);
  }

  async signIn(): Promise<this> {
    await this.send('/sign-in', { email: this.email, password: PASSWORD });
    return this;
  }

  /** Sends a form that has to be accepted; returns where it leads. */
  async send(path: string, fields: Fields = {}): Promise<string> {
    const answer = await this.line.post(path, { form: fields, maxRedirects: 0 });
    if (answer.status() !== 303) throw new Error(`${path} answers ${answer.status()}:\n${words(await answer.text())}`);
    return answer.headers()['location'] ?? '';
  }

  /** Sends a form with a file; returns where it leads. */
  async upload(path: string, fields: Record<string, string>, name: string, text: string): Promise<string> {
    const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
    const answer = await this.line.post(path, { multipart: { ...fields, file }, maxRedirects: 0 });
    if (answer.status() !== 303) throw new Error(`${path} answers ${answer.status()}:\n${words(await answer.text())}`);
    return answer.headers()['location'] ?? '';
  }

  /** Sends a form with a photo; returns where it leads. */
  async photos(path: string, fields: Fields, bytes: Buffer): Promise<string> {
    const photos = { name: 'photo.png', mimeType: 'image/png', buffer: bytes };
    const answer = await this.line.post(path, { multipart: { ...fields, photos }, maxRedirects: 0 });
    if (answer.status() !== 303) throw new Error(`${path} answers ${answer.status()}:\n${words(await answer.text())}`);
    return answer.headers()['location'] ?? '';
  }

  /** Sends a form and returns the page that answers it. */
  async ask(path: string, fields: Fields = {}): Promise<string> {
    const answer = await this.line.post(path, { form: fields, maxRedirects: 0 });
    if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}:\n${words(await answer.text())}`);
    return answer.text();
  }

  async page(path: string): Promise<string> {
    const answer = await this.line.get(path, { maxRedirects: 0 });
    if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}:\n${words(await answer.text())}`);
    return answer.text();
  }

  /** Whatever comes, without judging: for what has to be refused. */
  async try(method: 'GET' | 'POST', path: string, fields: Fields = {}): Promise<{ status: number; body: string }> {
    const answer = await this.line.fetch(path, {
      method,
      maxRedirects: 0,
      ...(method === 'POST' ? { form: fields } : {}),
    });
    return { status: answer.status(), body: await answer.text() };
  }

  /** The cookies, for a browser to go on with. */
  state(): Promise<State> {
    return this.line.storageState();
  }

  leave(): Promise<void> {
    return this.line.dispose();
  }
}

/** A page without its tags, for messages. */
export function words(html: string): string {
  return html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The id in the address of a page, as in /properties/ID. */
export function idOf(location: string): string {
  const found = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(location);
  if (!found) throw new Error(`${location.slice(0, 200)} names nothing`);
  return found[0];
}
