import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './house/source-files.ts';
import { findProgram } from './services/find-program.ts';
import { ensureCertificate, findNginx, NGINX_HOW_TO, renderNginx } from './services/nginx.ts';

/**
 * `node tools/lint-deploy.ts`: what `deploy/` holds for machines that are not here, read by the linters of those machines. One that is
 * absent is named; with CI=true that is a fault. `--install` gets all of them into .cache/linters, with Python and Go.
 */
const run = promisify(execFile);
const HOME = join(root, '.cache', 'linters');
const REQUIREMENTS = join(root, 'tools', 'linters', 'requirements.txt');
const GO_PROGRAMS = ['github.com/zegl/kube-score/cmd/kube-score@v1.20.0', 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1'];
const HOW_TO = 'node tools/lint-deploy.ts --install (needs Python 3 with venv, and Go)';
/** Out of 10; what remains is said in the unit or is what a server needs: the network, JavaScript's compiler. */
const MOST_EXPOSED = '25';

interface Lint {
  name: string;
  programs: readonly string[];
  howTo: string;
  /** Rejects, with the linter's output, when it finds a fault. `scratch` is an empty folder. */
  check: (find: (program: string) => string, scratch: string) => Promise<unknown>;
}

/** The installed ones first: Python has to be the one with the libraries. */
function findLinter(program: string): string | undefined {
  const installed = [join(HOME, 'python', 'bin', program), join(HOME, 'bin', program)].find((path) => existsSync(path));
  return installed ?? (program === 'python' ? undefined : findProgram(program));
}

const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: root }).sort();

const lints: Lint[] = [
  {
    name: 'shell scripts',
    programs: ['shellcheck'],
    howTo: HOW_TO,
    check: (find) => run(find('shellcheck'), [...filesOf('deploy/**/*.sh'), '.ci/run'], { cwd: root }),
  },
  {
    name: 'Dockerfile',
    programs: ['hadolint'],
    howTo: HOW_TO,
    check: (find) => run(find('hadolint'), ['deploy/Dockerfile'], { cwd: root }),
  },
  {
    name: 'YAML',
    programs: ['yamllint'],
    howTo: HOW_TO,
    check: (find) => run(find('yamllint'), ['--strict', '-c', 'tools/linters/yamllint.yaml', 'deploy'], { cwd: root }),
  },
  { name: 'compose file', programs: ['python'], howTo: HOW_TO, check: checkCompose },
  { name: 'Kubernetes: schemas', programs: ['kustomize', 'kubernetes-validate'], howTo: HOW_TO, check: checkSchemas },
  { name: 'Kubernetes: practice', programs: ['kustomize', 'kube-score'], howTo: HOW_TO, check: checkPractice },
  { name: 'systemd', programs: ['systemd-analyze'], howTo: 'apt-get install systemd', check: checkUnits },
  { name: 'NGINX', programs: ['nginx', 'openssl'], howTo: NGINX_HOW_TO, check: checkNginx },
];

async function checkCompose(find: (program: string) => string): Promise<void> {
  const checking = run(find('python'), [join(root, 'tools', 'linters', 'check-compose.py')]);
  checking.child.stdin?.end(readFileSync(join(root, 'deploy', 'compose.yaml')));
  await checking;
}

async function buildManifests(find: (program: string) => string, scratch: string): Promise<string> {
  const { stdout } = await run(find('kustomize'), ['build', join(root, 'deploy', 'kubernetes')]);
  const file = join(scratch, 'manifests.yaml');
  await writeFile(file, stdout);
  return file;
}

async function checkSchemas(find: (program: string) => string, scratch: string): Promise<void> {
  await run(find('kubernetes-validate'), ['--strict', await buildManifests(find, scratch)]);
}

async function checkPractice(find: (program: string) => string, scratch: string): Promise<void> {
  await run(find('kube-score'), ['score', '--output-format', 'ci', await buildManifests(find, scratch)]);
}

/** The units name the folder of an installation; this checkout stands for it. */
async function checkUnits(find: (program: string) => string, scratch: string): Promise<void> {
  const units: string[] = [];
  for (const unit of filesOf('deploy/systemd/*.service')) {
    const text = await readFile(join(root, unit), 'utf8');
    const copy = join(scratch, basename(unit));
    await writeFile(copy, text.replaceAll('/opt/jetstream', root));
    units.push(copy);
  }
  const analyze = find('systemd-analyze');
  const { stderr } = await run(analyze, ['verify', '--man=no', ...units]);
  const complaints = stderr.split('\n').filter((line) => line.includes(scratch) || line.includes('jetstream'));
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  await run(analyze, ['security', '--offline=true', `--threshold=${MOST_EXPOSED}`, ...units]);
}

async function checkNginx(_find: (program: string) => string, scratch: string): Promise<void> {
  const certificate = await ensureCertificate(scratch);
  const keys = { EDGE_CERTIFICATE: certificate, EDGE_CERTIFICATE_KEY: certificate.replace('.pem', '-key.pem') };
  const forms: Record<string, string>[] = [
    // As on a machine without brotli.
    { EDGE_HTTP: '127.0.0.1:8080', EDGE_MODULES: '/nowhere' },
    { EDGE_HTTPS: '8443 [::]:8443', EDGE_HTTP: '8080', ...keys, EDGE_MEDIA_ROOTS: '/srv/my "music":/srv/uploads' },
    {
      EDGE_PUBLIC_COVERS: 'true',
      EDGE_PROXIES: '10.0.0.0/8 192.0.2.1',
      EDGE_MEDIA_ROOTS: '/',
      EDGE_PUBLIC_SCHEME: 'https',
    },
  ];
  for (const [index, form] of forms.entries()) {
    const folder = join(scratch, `form-${index}`);
    const log = { EDGE_ACCESS_LOG: join(scratch, 'access.log') };
    await renderNginx(folder, { EDGE_SERVERS: '127.0.0.1:4747 127.0.0.1:4748', ...log, ...form });
    const { stderr } = await run(findNginx() ?? 'nginx', ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')]);
    if (/\[warn\]/.test(stderr)) throw new Error(stderr);
  }
}

async function install(): Promise<void> {
  const python = join(HOME, 'python');
  await run('python3', ['-m', 'venv', python]);
  await run(join(python, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  const env = { ...process.env, GOBIN: join(HOME, 'bin') };
  for (const program of GO_PROGRAMS) await run(findProgram('go') ?? 'go', ['install', program], { env });
}

type Outcome = 'ok' | 'absent' | 'FAIL';

async function lint({ name, programs, howTo, check }: Lint): Promise<Outcome> {
  const absent = programs.filter((program) => findLinter(program) === undefined);
  if (absent.length > 0) {
    console.log(`skip  ${name}: ${absent.join(' and ')} absent: ${howTo}`);
    return 'absent';
  }
  const scratch = await mkdtemp(join(tmpdir(), 'jetstream-lint-'));
  try {
    await check((program) => findLinter(program) ?? program, scratch);
    console.log(`ok    ${name}`);
    return 'ok';
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    console.error(`FAIL  ${name}\n${stdout}${stderr || message}`);
    return 'FAIL';
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

if (process.argv.includes('--install')) await install();
const outcomes: Outcome[] = [];
for (const one of lints) outcomes.push(await lint(one));
const mayNotSkip = process.env['CI'] === 'true' && outcomes.includes('absent');
if (mayNotSkip) console.error('In CI a linter that is absent is a failure.');
process.exitCode = mayNotSkip || outcomes.includes('FAIL') ? 1 : 0;
