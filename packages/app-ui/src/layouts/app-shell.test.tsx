import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { NavigationProvider, type Navigation } from '#navigation/navigation.tsx';
import { AppShell } from './AppShell.tsx';

const nothing = (): void => undefined;
const navigation: Navigation = {
  route: { screen: 'home' },
  entryKey: '1',
  navigate: nothing,
  replace: nothing,
  back: nothing,
  canGoBack: false,
  hrefOf: ({ screen: name }) => `/${name}`,
  setTitle: nothing,
};

const shell = (isFullPlayerOpen: boolean) => (
  <NavigationProvider value={navigation}>
    <AppShell
      banner={<output>cannot be reached</output>}
      fullPlayer={isFullPlayerOpen ? <section>full player</section> : null}
      miniPlayer={null}
      playerBar={<p>player bar</p>}
      rightPanel={null}
      sidebar={{ width: 240, isCollapsed: false, onResize: nothing, onCollapse: nothing }}
      toasts={<div role="status">added to the queue</div>}
    >
      <p>content</p>
    </AppShell>
  </NavigationProvider>
);

it('keeps what it says mounted and to be heard while the full player opens and closes', () => {
  const view = render(shell(false));
  const said = ['cannot be reached', 'added to the queue'].map((words) => screen.getByText(words));
  const covered = ['content', 'player bar'].map((words) => screen.getByText(words));
  for (const isOpen of [true, false]) {
    view.rerender(shell(isOpen));
    expect(said.map((element) => [element.isConnected, element.closest('[inert]')])).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(covered.map((element) => element.closest('[inert]') !== null)).toEqual([isOpen, isOpen]);
  }
});
