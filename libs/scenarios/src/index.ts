export { ApiRefusalError, signIn } from './api-client.js';
export { baTri2018 } from './ba-tri-2018/ba-tri-2018.js';
export { bacKan2024 } from './bac-kan-2024/bac-kan-2024.js';
export { loadScenario, ScenarioRefusedError, type LoadOptions, type Progress } from './load-scenario.js';
export { commandId, stepsOf, type Chain, type Phase, type Scenario, type Step, type Text } from './scenario.js';
export { followersOn } from './figures/assignments.js';
export { figuresOf, type Figures } from './figures/figures.js';
export { distributionOf } from './figures/grades.js';
