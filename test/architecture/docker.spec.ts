import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './cruise.js';

/** What can be held true of `docker/` without Docker: that everything it names exists. */
interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly environment: string }>>;
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const names = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))];

const composeText = read('docker/compose.yaml');
const compose = parse(composeText, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build);
const dockerfile = read('docker/Dockerfile');
const envExample = read('docker/.env.example');
const settings = names(read('libs/platform/src/config.ts'), /^ {2}(NCS_[A-Z_]+)[?!:]?[ :]/gm);

/** What a container of ours starts, and the source it was built from. */
const entryOf = ({ entrypoint = [], command = [] }: Service) =>
  [...entrypoint, ...command].find((word) => word.startsWith('dist/')) ?? 'no entry';
const sourceOf = (entry: string) => entry.replace(/^dist\//, '').replace(/\.js$/, '.ts');

describe('docker/compose.yaml', () => {
  it('has the parts of the system', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['api', 'projector', 'ops', 'kurrentdb', 'postgres', 'keycloak', 'prometheus', 'grafana']),
    );
  });

  it('names an exact version of every image that it does not build', () => {
    const images = services.filter(([, { build }]) => !build).map(([, { image }]) => image);
    for (const image of images) expect(image).toMatch(/^[a-z0-9./-]+:v?\d[\w.-]*$/);
  });

  it('runs one image of ours, built from our Dockerfile', () => {
    for (const [, { build, image }] of ours) {
      expect(image).toBe('nam-co-so');
      expect(existsSync(join(root, 'docker', build!.context, build!.dockerfile))).toBe(true);
    }
  });

  it.each(ours)('%s starts a process that we have', (_name, service) => {
    expect(existsSync(join(root, sourceOf(entryOf(service))))).toBe(true);
  });

  it.each(ours)('%s gets only settings that it knows', (_name, { environment = {}, ...service }) => {
    const known = [...settings, ...names(read(sourceOf(entryOf(service))), /\b(NCS_[A-Z_]+)/g)];
    expect(Object.keys(environment)).toContain('NCS_DATABASE');
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('waits for what it needs, by conditions that can come true', () => {
    const waits = services.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on));
    for (const [needed, { condition }] of waits) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[needed]?.healthcheck?.test).toBeDefined();
    }
    for (const [name, { depends_on = {} }] of ours) {
      expect([name, ...Object.keys(depends_on)]).toEqual([name, 'postgres', 'kurrentdb']);
    }
  });

  it('mounts files and named volumes that exist', () => {
    for (const volume of services.flatMap(([, { volumes = [] }]) => volumes)) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(join(root, 'docker', source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it('holds no secret: each comes from docker/.env, which the example lists and git ignores', () => {
    const secrets = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|TOKEN|KEY$/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(3);
    for (const [, value] of secrets) expect(value).toMatch(/^\$\{[A-Z_]+:[?-][^}]*\}$/);
    const listed = names(envExample, /^(?:# )?([A-Z_]+)=/gm);
    expect(names(composeText, /\$\{([A-Z_]+)/g).filter((name) => !listed.includes(name))).toEqual([]);
    expect(Object.values(compose.secrets).filter(({ environment }) => !listed.includes(environment))).toEqual([]);
    expect(envExample).not.toMatch(/(PASSWORD|TOKEN|KEY)=./);
    expect(read('.gitignore').split('\n')).toContain('.env');
  });

  it('grants the secrets that it defines', () => {
    const granted = services.flatMap(([, { secrets = [] }]) => secrets);
    expect(granted).toEqual(Object.keys(compose.secrets));
    expect(read('docker/prometheus/prometheus.yml')).toContain(`/run/secrets/${granted[0]!}`);
  });
});

describe('docker/Dockerfile', () => {
  it('copies what exists and what its .dockerignore lets through', () => {
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) =>
      sources!.split(' '),
    );
    const admitted = names(read('docker/Dockerfile.dockerignore'), /^!(.+)$/gm);
    expect(copies).toContain('package-lock.json');
    expect(copies.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(copies.filter((source) => !admitted.includes(source))).toEqual([]);
    expect(admitted.filter((source) => !copies.includes(source))).toEqual([]);
  });

  it('copies every file that the build needs from the root', () => {
    const { compilerOptions } = JSON.parse(read('nest-cli.json')) as { compilerOptions: { tsConfigPath: string } };
    const { extends: base } = JSON.parse(read(compilerOptions.tsConfigPath)) as { extends: string };
    for (const file of ['nest-cli.json', compilerOptions.tsConfigPath, base.replace('./', '')]) {
      expect(dockerfile).toContain(` ${file}`);
    }
  });

  it('sets only settings that we know, runs as nobody special, and starts a process that we have', () => {
    expect(names(dockerfile, /\b(NCS_[A-Z_]+)=/g).filter((name) => !settings.includes(name))).toEqual([]);
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM'));
    const [entry] = names(dockerfile, /^CMD \["node", "(.+)"\]$/gm);
    expect(existsSync(join(root, sourceOf(entry!)))).toBe(true);
  });

  it('uses a Node that package.json accepts', () => {
    const [major] = names(dockerfile, /NODE_IMAGE=node:(\d+)-/g);
    expect(read('.nvmrc').trim()).toBe(major);
  });
});

describe('monitoring', () => {
  it('scrapes services that exist', () => {
    const { scrape_configs: jobs } = parse(read('docker/prometheus/prometheus.yml')) as {
      scrape_configs: readonly { static_configs: readonly { targets: readonly string[] }[] }[];
    };
    const targets = jobs.flatMap(({ static_configs }) => static_configs.flatMap((each) => each.targets));
    expect(targets.filter((target) => !Object.hasOwn(compose.services, target.replace(/:.*/, '')))).toEqual([]);
  });

  it('reads the alerts that are mounted', () => {
    const { rule_files: files } = parse(read('docker/prometheus/prometheus.yml')) as { rule_files: readonly string[] };
    const mounted = compose.services['prometheus']!.volumes!.map((volume) => volume.split(':')[1]);
    expect(mounted).toEqual(expect.arrayContaining([...files]));
    const { groups } = parse(read('docker/prometheus/alerts.yml')) as {
      groups: readonly { rules: readonly { alert: string; annotations: { summary: string } }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { annotations } of rules) expect(annotations.summary).toMatch(/\S \/ \S/);
  });

  it('knows the roles and the claims that tokens must carry', () => {
    const realm = JSON.parse(read('docker/keycloak/realm.json')) as {
      roles: { realm: readonly { name: string }[] };
      clients: readonly { protocolMappers: readonly { config: Readonly<Record<string, string>> }[] }[];
    };
    const claims = realm.clients.flatMap(({ protocolMappers }) => protocolMappers.map(({ config }) => config));
    const { NCS_OIDC_AUDIENCE, NCS_OIDC_UNIT_CLAIM } = compose.services['api']!.environment!;
    expect(claims.map((config) => config['included.custom.audience'])).toContain(NCS_OIDC_AUDIENCE);
    expect(claims.map((config) => config['claim.name'])).toContain(NCS_OIDC_UNIT_CLAIM);
    const [list = ''] = names(read('libs/kernel/src/metadata.ts'), /roles = \[(.+)\] as const/g);
    const roles = names(list, /'([a-z-]+)'/g).filter((role) => role !== 'system');
    expect(realm.roles.realm.map(({ name }) => name)).toEqual(roles);
  });
});
