/** Everything that names a part of the scenario document. */
export * from './scenario';
export type { About } from './about';
export type { Source } from './common';
export type { StateVariable, Variable } from './variable';
export type { Varies, Parameter } from './parameter';
export type { Prior, PriorKind } from './prior';
export type { Effect, Input, Law, LawKind, Mechanism, Regulator } from './mechanism';
export type { Network, NetworkInput } from './network';
export type { Event } from './event';
export type { Noise, NoiseModel, Observable } from './observable';
export type { Condition } from './condition';
export type { Data, Measurement } from './data';
export type { Action, ActionKind, Intervention } from './intervention';
export type { Arm, Comparison, Functional, Outcome } from './comparison';
export type { Elimination, EngineName, Fit, FitResult, FitStart, OptimiserName, PosteriorDraws, UsedEngine } from './fit';
export type { Regulariser, RegulariserKind, RegulariserShare } from './regulariser';
export type { WarmStart } from './warm-start';
export type { MethodName, SolverSettings } from './solver';
