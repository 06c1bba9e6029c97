import { registerHooks } from 'node:module';

const DRIVERS = /^(?:mongodb|pg|ioredis|bullmq|cockatiel|@aws-sdk\/.*|@tus\/.*)$/;

/** Given to Node by `--import`: whatever loads the driver of a database or a bucket fails, also in threads. */
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (DRIVERS.test(specifier)) throw new Error(`${specifier} was loaded by ${context.parentURL ?? 'Node'}`);
    return nextResolve(specifier, context);
  },
});
