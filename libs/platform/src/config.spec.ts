import { ConfigError, loadConfig, required } from './config.js';

const complaint = (environment: Record<string, string>): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return '';
};

describe('settings', () => {
  it('has a default for everything', () => {
    expect(loadConfig({ PATH: '/bin', NCS_DATABASE: '' })).toMatchObject({
      NCS_DATA: './data',
      NCS_PORT: 3000,
      NCS_HOST: '127.0.0.1',
      NCS_LOG_LEVEL: 'info',
    });
  });

  it('reads what is set', () => {
    const config = loadConfig({
      NCS_PORT: '0',
      NCS_DATABASE: 'postgres://u:p@db/ncs',
      NCS_EVENTSTORE: 'esdb://e:2113',
    });
    expect(config.NCS_PORT).toBe(0);
    expect(required(config, 'NCS_DATABASE')).toBe('postgres://u:p@db/ncs');
  });

  it.each([
    ['NCS_PORT', 'x'],
    ['NCS_PORT', '70000'],
    ['NCS_PORT', '1.5'],
    ['NCS_DATABASE', 'mysql://secret@db'],
    ['NCS_EVENTSTORE', 'localhost:2113'],
    ['NCS_OIDC_ISSUER', 'keycloak'],
    ['NCS_TOKEN_MINUTES', '0'],
    ['NCS_LOG_LEVEL', 'verbose'],
    ['NCS_METRICS_TOKEN', 'secret'],
    ['NCS_PROT', '3000'],
  ])('refuses %s=%s in one line without the value', (name, value) => {
    const line = complaint({ [name]: value });
    expect(line).toMatch(new RegExp(`^${name}: .+ / .+$`));
    expect(line).not.toContain('secret');
  });

  it('names every wrong setting', () => {
    expect(complaint({ NCS_PORT: 'x', NCS_LOG_LEVEL: 'x' }).split('\n')).toHaveLength(2);
  });

  it('says what a process cannot do without', () => {
    expect(() => required(loadConfig({}), 'NCS_DATABASE')).toThrow(/^NCS_DATABASE: /);
  });
});
