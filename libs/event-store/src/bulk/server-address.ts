import { EventStoreDBClient } from '@eventstore/db-client';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import { readFileSync } from 'node:fs';
import type { SecureClientSessionOptions } from 'node:http2';
import { resolve } from 'node:path';

/** Where to read, and as whom. */
export interface Server {
  readonly origin: string;
  readonly options: SecureClientSessionOptions;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the official client keeps to itself: the address of the node it would talk to, found by gossip in a cluster. */
interface ClientInternals {
  resolveUri(): Promise<string>;
}

/** The same servers, certificates and credentials that the official client takes from a connection string. */
export class ServerAddress {
  private readonly client: EventStoreDBClient;
  private readonly isSecure: boolean;
  private readonly options: SecureClientSessionOptions;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(connectionString: string) {
    this.client = EventStoreDBClient.connectionString(connectionString);
    const { tls, tlsCAFile, userCertFile, userKeyFile, defaultCredentials } = parseConnectionString(connectionString);
    this.isSecure = tls !== false;
    const file = (path: string | undefined) => (path === undefined ? undefined : readFileSync(resolve(path)));
    const [ca, cert, key] = this.isSecure ? [tlsCAFile, userCertFile, userKeyFile].map(file) : [];
    this.options = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
    this.headers =
      this.isSecure && defaultCredentials
        ? { authorization: `Basic ${basic(defaultCredentials.username, defaultCredentials.password)}` }
        : {};
  }

  /** @param known `host:port` when somebody else said where, e.g. a node that is not the leader */
  async server(known?: string): Promise<Server> {
    const address = known ?? (await (this.client as unknown as ClientInternals).resolveUri());
    return {
      origin: `${this.isSecure ? 'https' : 'http'}://${address}`,
      options: this.options,
      // Another node may not have everything yet, and would end early as if there were no more.
      headers: { ...this.headers, 'requires-leader': 'true' },
    };
  }
}

const basic = (username: string, password: string): string => Buffer.from(`${username}:${password}`).toString('base64');
