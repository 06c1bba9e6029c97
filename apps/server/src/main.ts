import { keepCompiledCode } from '#config/compile-cache.ts';

keepCompiledCode();
// A closed terminal or log reader is no reason to stop playing.
process.stdout.on('error', () => undefined);
const { readCommand } = await import('./command-line.ts');
const command = readCommand(process.argv.slice(2), process.env, process.env['INIT_CWD'] ?? process.cwd());
if (command.kind === 'print') process.stdout.write(command.text);
else if (command.kind === 'refuse') {
  process.stderr.write(command.text);
  process.exitCode = 2;
} else {
  const { run } = await import('./run.ts');
  await run(command.config, command.version);
}
