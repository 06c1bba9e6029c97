import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toOpenApi } from '@jetstream/api-contract/openapi';
import { emitGenerated } from './generated-file.ts';
import { root } from './house/source-files.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
emitGenerated('packages/api-contract/openapi.json', `${JSON.stringify(toOpenApi(version), null, 2)}\n`);
