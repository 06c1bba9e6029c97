import type { Dictionary } from '../dictionary.ts';
import { components } from './components.ts';
import { notices } from './notices.ts';
import { player } from './player.ts';
import { shell } from './shell.ts';
import { firstRun } from './first-run.ts';
import { home } from './home.ts';
import { library } from './library.ts';
import { localFiles } from './local-files.ts';
import { menus } from './menus.ts';
import { problems } from './problems.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { uploads } from './uploads.ts';
import { signIn } from './sign-in.ts';
import { sound } from './sound.ts';
import { statistics } from './statistics.ts';

export const de: Dictionary = {
  components,
  notices,
  player,
  shell,
  firstRun,
  home,
  library,
  localFiles,
  menus,
  problems,
  search,
  settings,
  signIn,
  sound,
  statistics,
  uploads,
};
