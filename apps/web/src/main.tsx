import '@jetstream/app-ui/theme/app.css';
import 'virtual:theme.css';
import { bootSession, createApp } from '@jetstream/app-core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { preloadScreen } from './screens.tsx';
import { routeOf } from './routes.ts';
import { createWebPlatform } from './platform/create-web-platform.ts';

const core = createApp(createWebPlatform());
void core.store.dispatch(bootSession());
preloadScreen(routeOf(location.pathname + location.search).screen);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App core={core} />
    </StrictMode>,
  );
