import { keepCompiledCode } from '#config/compile-cache.mjs';

keepCompiledCode();
// A closed terminal or log reader is no reason to stop playing.
process.stdout.on('error', () => undefined);
const { readCommand } = await import('./command-line.ts');
const command = readCommand(process.argv.slice(2), process.env, process.env['INIT_CWD'] ?? process.cwd());
if (command.kind === 'print') process.stdout.write(command.text);
else if (command.kind === 'refuse') {
  process.stderr.write(command.text);
  process.exitCode = 2;
} else if (command.kind === 'serve') {
  const { run } = await import('./run.ts');
  await run(command.config, command.version);
} else {
  const { endDataCommand } = await import('./commands/end-data-command.ts');
  process.exitCode = await endDataCommand(command, { nowMs: () => Date.now() });
}
