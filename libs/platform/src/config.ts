import { plainToInstance, Transform } from 'class-transformer';
import {
  IsBase64,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';

/** A setting is wrong: `message` holds one line for each, Vietnamese / English, and never the value of a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const says = (vi: string, en: string) => ({ message: `${vi} / ${en}` });
const toNumber = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? Number(value) : value));
const webAddress = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** Settings of every process, from the environment. The README's table lists them. */
export class Config {
  /** Where an embedded PostgreSQL and event node, and files of ours, keep their data. */
  @IsNotEmpty(says('phải là một thư mục', 'must be a folder'))
  NCS_DATA = './data';

  /** 0: any free port. */
  @toNumber()
  @IsInt(says('phải là số cổng 0–65535', 'must be a port, 0–65535'))
  @Min(0, says('phải là số cổng 0–65535', 'must be a port, 0–65535'))
  @Max(65_535, says('phải là số cổng 0–65535', 'must be a port, 0–65535'))
  NCS_PORT = 3000;

  /** Where the projector serves `/health` and `/metrics`; left out: nowhere. */
  @IsOptional()
  @toNumber()
  @IsInt(says('phải là số cổng 0–65535', 'must be a port, 0–65535'))
  @Min(0, says('phải là số cổng 0–65535', 'must be a port, 0–65535'))
  @Max(65_535, says('phải là số cổng 0–65535', 'must be a port, 0–65535'))
  NCS_PROJECTOR_PORT?: number;

  /** Address to listen on; `0.0.0.0` opens the API to the network. */
  @IsNotEmpty(says('phải là một địa chỉ', 'must be an address'))
  NCS_HOST = '127.0.0.1';

  /** Left out: embedded PostgreSQL (standalone only). */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\/./, says('phải có dạng postgres://…', 'must read postgres://…'))
  NCS_DATABASE?: string;

  /** Left out: the embedded event node (standalone only). */
  @IsOptional()
  @Matches(/^esdb(\+discover)?:\/\/./, says('phải có dạng esdb://…', 'must read esdb://…'))
  NCS_EVENTSTORE?: string;

  /**
   * 32 bytes in base64 that wrap the keys of personal data. Left out: the file `master.key` in NCS_DATA, which only
   * the standalone makes.
   */
  @IsOptional()
  @IsBase64({}, says('phải là 32 byte viết bằng base64', 'must be 32 bytes in base64'))
  NCS_MASTER_KEY?: string;

  /**
   * `on` in the one place that keeps the audit log: its signing key and checkpoints are in NCS_DATA, and a second place
   * with another key would contradict them. The standalone turns it on.
   */
  @IsIn(['on', 'off'], says('phải là on hoặc off', 'must be on or off'))
  NCS_AUDIT: 'on' | 'off' = 'off';

  /** OpenID Connect provider whose tokens are accepted. Left out: local accounts. */
  @IsOptional()
  @IsUrl(webAddress, says('phải là địa chỉ http(s)://…', 'must be an http(s):// address'))
  NCS_OIDC_ISSUER?: string;

  /** Expected `aud` of the provider's tokens. */
  @IsNotEmpty(says('không được trống', 'must not be empty'))
  NCS_OIDC_AUDIENCE = 'nam-co-so';

  /** Claim with the role, or with a list that holds it; dots lead into objects: `realm_access.roles`. */
  @IsNotEmpty(says('không được trống', 'must not be empty'))
  NCS_OIDC_ROLE_CLAIM = 'role';

  /** Claim with the id of the unit. */
  @IsNotEmpty(says('không được trống', 'must not be empty'))
  NCS_OIDC_UNIT_CLAIM = 'unit_id';

  /** Life of a local account's token. */
  @toNumber()
  @IsInt(says('phải là số phút 1–1440', 'must be minutes, 1–1440'))
  @Min(1, says('phải là số phút 1–1440', 'must be minutes, 1–1440'))
  @Max(1440, says('phải là số phút 1–1440', 'must be minutes, 1–1440'))
  NCS_TOKEN_MINUTES = 60;

  /** Fixed bearer token with which a Prometheus server may read `/metrics`, and nothing else. */
  @IsOptional()
  @MinLength(16, says('phải dài ít nhất 16 ký tự', 'must be at least 16 characters'))
  NCS_METRICS_TOKEN?: string;

  /** Server that takes letters to those who raised issues: `smtp://user:password@host:587?from=…`. Left out: none go. */
  @IsOptional()
  @Matches(/^smtps?:\/\/./, says('phải có dạng smtp://…', 'must read smtp://…'))
  NCS_SMTP_URL?: string;

  /** Number of reverse proxies in front: whose `X-Forwarded-For` is believed. */
  @toNumber()
  @IsInt(says('phải là số nguyên 0–10', 'must be a whole number, 0–10'))
  @Min(0, says('phải là số nguyên 0–10', 'must be a whole number, 0–10'))
  @Max(10, says('phải là số nguyên 0–10', 'must be a whole number, 0–10'))
  NCS_TRUSTED_PROXIES = 0;

  @IsIn(logLevels, says(`phải là một trong ${logLevels.join(', ')}`, `must be one of ${logLevels.join(', ')}`))
  NCS_LOG_LEVEL: (typeof logLevels)[number] = 'info';

  /** Folder of the committee's own Word templates, which take the place of ours by the same file name. */
  @IsOptional()
  @IsNotEmpty(says('phải là một thư mục', 'must be a folder'))
  NCS_TEMPLATES?: string;

  /** Address by which users reach the API, for the OpenAPI page. */
  @IsOptional()
  @IsUrl(webAddress, says('phải là địa chỉ http(s)://…', 'must be an http(s):// address'))
  NCS_PUBLIC_URL?: string;
}

/** `NCS_TEST_…` belongs to the tests and is inherited by the processes they start. */
const ours = /^NCS_(?!TEST_)/;

export type SettingName = keyof Config;

/**
 * Reads and checks the settings. An empty variable counts as unset; a misspelt `NCS_…` is refused, because a setting
 * that is silently ignored is found out too late.
 * @throws ConfigError
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(environment).filter(([name, value]) => ours.test(name) && value !== '');
  const config = plainToInstance(Config, Object.fromEntries(given), { exposeDefaultValues: true });
  const errors = validateSync(config, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0) {
    throw new ConfigError(
      errors
        .map(({ property, constraints = {} }) =>
          constraints['whitelistValidation']
            ? `${property}: không có thiết lập này / there is no such setting`
            : `${property}: ${Object.values(constraints)[0]}`,
        )
        .join('\n'),
    );
  }
  return config;
}

/** A setting that this process cannot do without. @throws ConfigError */
export function required<Name extends SettingName>(config: Config, name: Name): NonNullable<Config[Name]> {
  const value = config[name];
  if (value === undefined) throw new ConfigError(`${name}: phải được đặt / must be set`);
  return value as NonNullable<Config[Name]>;
}
