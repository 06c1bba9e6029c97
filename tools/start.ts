import { readCommand } from '../apps/server/src/command-line.ts';
import { ensureWebApp } from './build-web-app.ts';

/** `npm start` before the server: builds the web app when it has to be. */
// Whoever asks for help, or has to correct an option, should not wait for a build first.
const { kind } = readCommand(process.argv.slice(2), process.env, process.env['INIT_CWD'] ?? process.cwd());
if (kind === 'serve') await ensureWebApp();
