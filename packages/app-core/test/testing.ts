export * from './contracts/describe-audio-engine.ts';
export * from './support/fake-audio-engine.ts';
export * from './support/fake-environment.ts';
export * from './support/fake-server.ts';
export * from './support/fake-uploader.ts';
export * from './support/test-app.ts';
