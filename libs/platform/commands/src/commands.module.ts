import { AggregateStore } from '#event-store';
import type { AnyAct, Command, UnitTree } from '#kernel';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, type CommandDigest } from './command-executor.js';
import { CommandGateway } from './command-gateway.js';
import type { Receipt } from './receipt.js';

export interface CommandsOptions {
  readonly acts: readonly AnyAct[];
  readonly aggregates: AggregateStore;
  readonly units: UnitTree;
  readonly digest: CommandDigest;
  readonly now?: () => Date;
}

/**
 * Registers each act's command class with the CommandBus. The bus is used as typed dispatch and nothing more: its
 * EventBus and sagas swallow errors and keep no order, so they are left alone.
 */
@Module({})
export class CommandsModule {
  static register({ acts, aggregates, units, digest, now }: CommandsOptions): DynamicModule {
    const executor = new CommandExecutor(aggregates, units, digest);
    return {
      module: CommandsModule,
      global: true,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: CommandExecutor, useValue: executor },
        {
          provide: CommandGateway,
          inject: [CommandBus],
          useFactory: (bus: CommandBus) => new CommandGateway(acts, bus, executor, now ?? (() => new Date())),
        },
        ...acts.map((act) => handlerOf(act, executor)),
      ],
      exports: [CommandGateway],
    };
  }
}

function handlerOf(act: AnyAct, executor: CommandExecutor): Type<ICommandHandler> {
  @CommandHandler(act.command as Type<Command>)
  class ActHandler implements ICommandHandler<Command, Receipt> {
    execute(command: Command): Promise<Receipt> {
      return executor.execute(act, command);
    }
  }
  // The module tells providers apart by their class name too.
  Object.defineProperty(ActHandler, 'name', { value: `${(act.command as Type).name}Handler` });
  return ActHandler;
}
