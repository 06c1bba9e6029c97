/** Answers at how many seconds a beat falls. */
export type TempoMap = (beat: number) => number;

/** Tempo marks `[beat, bpm]` in rising order; between two marks the tempo glides, before and after it holds. */
export function createTempoMap(marks: readonly (readonly [beat: number, bpm: number])[], leadInSec = 0): TempoMap {
  return (beat) => {
    let seconds = leadInSec;
    let [markBeat, markBpm] = marks[0] ?? [0, 120];
    if (beat <= markBeat) return seconds + ((beat - markBeat) * 60) / markBpm;
    for (const [nextBeat, nextBpm] of marks.slice(1)) {
      const until = Math.min(beat, nextBeat);
      seconds += glideSec(until - markBeat, markBpm, (nextBpm - markBpm) / (nextBeat - markBeat));
      if (beat <= nextBeat) return seconds;
      [markBeat, markBpm] = [nextBeat, nextBpm];
    }
    return seconds + ((beat - markBeat) * 60) / markBpm;
  };
}

function glideSec(beats: number, bpm: number, bpmPerBeat: number): number {
  if (Math.abs(bpmPerBeat) < 1e-9) return (beats * 60) / bpm;
  return (60 / bpmPerBeat) * Math.log1p((bpmPerBeat * beats) / bpm);
}
