import { playTracks, type HeardQuality } from '@jetstream/app-core';
import { AppProvider } from '@jetstream/app-core/hooks';
import {
  buildTrack,
  createSignedInApp,
  createSignedInServer,
  json,
  problem,
  settled,
} from '@jetstream/app-core/testing';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { MenuProvider } from '#components/Menu.tsx';
import { en } from '#locale/en/dictionary.ts';
import { messageAt } from '#locale/dictionary.ts';
import { formatMessage } from '#locale/message.ts';
import type { TextFunction } from '#locale/locale.tsx';
import { EqualizerSetting } from '../settings/EqualizerSetting.tsx';
import { SeekBar } from './SeekBar.tsx';
import { qualityNote, soundReason } from './sound-reason.ts';
import { SoundBadge } from './SoundBadge.tsx';
import { SoundTools } from './SoundTools.tsx';

const text: TextFunction = (key, parameters = {}) => formatMessage(messageAt(en, key), parameters, 'en');
const ape = buildTrack({
  id: 'ape',
  format: { ...buildTrack().format, codec: 'ape', isLossless: true, sampleRateHz: 96_000, bitDepth: 24, channels: 6 },
});
const opus: HeardQuality = {
  codec: 'opus',
  bitrateKbps: 128,
  sampleRateHz: 48_000,
  bitDepth: null,
  channels: 2,
  isLossless: false,
  hasLoudness: true,
  decision: 'transcode',
  reason: 'codec-unsupported',
  chosen: 'original',
};

describe('why it sounds so', () => {
  it.each([
    ['codec-unsupported', 'Converted to Opus 128 kbps because this browser cannot play APE.'],
    ['sample-rate-unsupported', 'Converted to Opus 128 kbps because this device cannot play 96 kHz.'],
    ['channels-unsupported', 'Converted to Opus 128 kbps because this device cannot play 6 channels.'],
    ['quality-chosen', 'Converted to Opus 128 kbps, the quality you chose for this network.'],
  ] as const)('is told for %s', (reason, sentence) => {
    expect(soundReason({ ...opus, reason }, ape.format, text)).toBe(sentence);
  });

  it('is not blamed on anything when the file is heard as it is', () => {
    expect(soundReason({ ...opus, decision: 'direct', reason: 'as-is' }, ape.format, text)).toBe(
      'You hear the file as it is.',
    );
  });
});

describe('why another quality changes nothing', () => {
  const small = { ...ape.format, codec: 'wma', isLossless: false, bitrateKbps: 128 };
  const asIs = { ...opus, decision: 'direct', reason: 'as-is' } as const;

  it('is told where the file is smaller than what was chosen for this network', () => {
    const note = 'The quality you chose for this network changes nothing here: the file is no larger than that.';
    expect(qualityNote({ ...asIs, chosen: 'high' }, small, text)).toBe(note);
    expect(qualityNote({ ...asIs, decision: 'remux', chosen: 'low' }, small, text)).toBe(note);
  });

  it('is not told of originals that were asked for, nor of files that the server has no say in', () => {
    expect(qualityNote(asIs, small, text)).toBeUndefined();
    expect(qualityNote({ ...asIs, chosen: null }, small, text)).toBeUndefined();
  });

  it('is told where what had to be converted has no more to give', () => {
    expect(qualityNote({ ...opus, chosen: 'high' }, small, text)).toBe(
      'The file itself has no more than 128 kbps: a higher rate would bring nothing back.',
    );
    expect(qualityNote({ ...opus, bitrateKbps: 96 }, small, text)).toBeUndefined();
    expect(qualityNote(opus, ape.format, text)).toBeUndefined();
  });
});

async function renderApp(children: ReactNode, server = createSignedInServer()) {
  const test = await createSignedInApp({ server });
  test.store.dispatch(playTracks({ tracks: [ape] }));
  await settled();
  render(
    <AppProvider app={test.app}>
      <MenuProvider>{children}</MenuProvider>
    </AppProvider>,
  );
  return test;
}

describe('the badge of what is heard', () => {
  it('says what became of the file as soon as the engine tells it', async () => {
    const { engine } = await renderApp(<SoundBadge track={ape} />);
    expect(screen.getByRole('button').textContent).toBe('APE 24/96');
    act(() => engine.emit('qualityChanged', { quality: opus }));
    expect(screen.getByRole('button').textContent).toBe('APE → Opus 128');
  });
});

describe('the tools of the player', () => {
  const choose = (button: string | RegExp, item: string) => {
    fireEvent.click(screen.getByRole('button', { name: button }));
    fireEvent.click(screen.getByText(item));
  };

  it('change the speed and set the sleep timer, and say so', async () => {
    const { engine, environment } = await renderApp(<SoundTools />);
    choose('Speed: 1×', '1.5×');
    expect(engine.speed).toBe(1.5);
    expect(screen.getByRole('button', { name: 'Speed: 1.5×' }).getAttribute('aria-pressed')).toBe('true');
    environment.moveClock(14_000);
    choose('Sleep timer', 'In 30 minutes');
    expect(screen.getByRole('button', { name: 'Sleep timer: 30 minutes left' })).toBeTruthy();
    await act(() => environment.pass(1_795_000));
    expect(screen.getByRole('button', { name: 'Sleep timer: about to stop' })).toBeTruthy();
    choose('Sleep timer: about to stop', 'Off');
    expect(screen.getByRole('button', { name: 'Sleep timer' }).getAttribute('aria-pressed')).toBe('false');
  });

  it('offer outputs only where the platform lets the app choose', async () => {
    const { engine, store } = await renderApp(<SoundTools />);
    expect(screen.queryByRole('button', { name: 'Output' })).toBeNull();
    const devices = [
      { id: 'a', name: 'Headphones' },
      { id: 'b', name: '' },
    ];
    act(
      () =>
        void store.dispatch({
          type: 'sound/outputDevicesLoaded',
          payload: { outputDevices: devices, areOutputsHidden: false },
        }),
    );
    choose('Output', 'Output 2');
    expect(engine.outputDeviceId).toBe('b');
  });
});

describe('the setting of the equaliser', () => {
  it('shows its bands once it is on, and calls a band moved by hand the person’s own', async () => {
    const { engine } = await renderApp(<EqualizerSetting />);
    expect(screen.queryAllByRole('slider')).toHaveLength(0);
    fireEvent.click(screen.getByRole('switch'));
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'bass' } });
    expect(engine.equalizerDb?.[0]).toBe(6);
    const band = screen.getByRole('slider', { name: '1 kHz' });
    fireEvent.change(band, { target: { value: '-3' } });
    expect(engine.equalizerDb?.[5]).toBe(-3);
    expect(band.getAttribute('aria-valuetext')).toBe('-3 dB');
    expect(screen.getByRole('combobox')).toHaveProperty('value', 'custom');
  });
});

describe('the seek bar of the full player', () => {
  const shape = () => document.querySelector('[data-waveform]')?.getAttribute('data-waveform');
  const waveform = { durationMs: 1, headSilenceMs: 0, tailSilenceMs: 0, peaks: '', rms: btoa('\x00\xff'.repeat(500)) };

  it('is drawn as the waveform once it has come, and flat until then', async () => {
    const server = createSignedInServer().on('GET /api/v1/tracks/:trackId/waveform', () => json(waveform));
    await renderApp(<SeekBar isStacked />, server);
    expect(shape()).toBe('flat');
    await waitFor(() => expect(shape()).toBe('shown'));
  });

  it('stays flat, and seeks, while nobody has measured the track', async () => {
    const server = createSignedInServer().on('GET /api/v1/tracks/:trackId/waveform', () => problem('not-found', 404));
    const { engine } = await renderApp(<SeekBar isStacked />, server);
    await settled();
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Position' }), { key: 'PageUp' });
    expect([shape(), engine.positionMs]).toEqual(['flat', 30_000]);
  });
});
