import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeEightBit, decodeText } from './decode-text.ts';

/** Ten lines each, parted by slashes, in the encodings that files in this language have. */
const SONGS: readonly [encodings: string, text: string][] = [
  [
    'gb18030',
    '夜里的风吹过旧街道/我还记得你说过的话/月亮挂在窗外的树梢/照着我们年少的脸/时间走得太快了/来不及说一声再见/如果有一天你回头/我会在老地方等你/哪怕大雪落满肩膀/爱依然没有改变',
  ],
  [
    'big5 gb18030',
    '夜裡的風吹過舊街道/我還記得你說過的話/月亮掛在窗外的樹梢/照著我們年少的臉/時間走得太快了/來不及說一聲再見/如果有一天你回頭/我會在老地方等你/哪怕大雪落滿肩膀/愛依然沒有改變',
  ],
  [
    'shift_jis euc-jp gb18030',
    '夜の街に雨が降る/君の声が聞こえない/窓の外で揺れる光/あの日の約束を思い出す/ずっと待っているよ/涙が止まらなくても/キラキラ星が笑ってる/手をつないで歩こう/春が来たらもう一度/さくらの下で会いましょう',
  ],
  [
    'euc-kr',
    '밤거리에 비가 내리고/너의 목소리가 들리지 않아/창밖에 흔들리는 불빛/그날의 약속을 기억해/나는 아직 기다리고 있어/눈물이 멈추지 않아도/별들은 조용히 웃고 있네/손을 잡고 걸어가자/봄이 오면 다시 한번/꽃나무 아래서 만나요',
  ],
  [
    'windows-1251 koi8-u ibm866',
    'Ночной дождь идёт по крышам/Я не слышу голос твой/За окном качается фонарь/Помнишь, как шли мы домой?/Время бежит слишком быстро/Мы не сказали "прощай"/Если однажды вернёшься/Дверь мою не закрывай/Снег заметает дороги/Жду тебя, милая, знай',
  ],
  [
    'windows-1251 koi8-u',
    'Нічний дощ іде по дахах/Я не чую голос твій/За вікном хитається ліхтар/Пам\'ятаєш шлях додому?/Час біжить занадто швидко/Ми не сказали "прощай"/Якщо колись ти повернешся/Двері мої не зачиняй/Сніг замітає дороги/Чекаю на тебе, знай',
  ],
  [
    'windows-1250',
    'Noční déšť jde po střechách/Neslyším už hlas tvůj/Za oknem se houpe lampa/Vzpomínáš na cestu domů?/Čas běží příliš rychle/Neřekli jsme si sbohem/Jestli se jednou vrátíš/Dveře mi nezavírej/Sníh zavál všechny cesty/Žiju a čekám, věř mi',
  ],
  [
    'windows-1250',
    'Nocny deszcz idzie po dachach/Nie słyszę już głosu twego/Za oknem kołysze się lampa/Pamiętasz drogę do domu?/Czas płynie zbyt szybko/Nie powiedzieliśmy żegnaj/Jeśli kiedyś powrócisz/Drzwi mi nie zamykaj/Śnieg zasypał wszystkie ścieżki/Czekam wciąż, uwierz mi',
  ],
  [
    'windows-1250',
    'Éjszakai eső hull a tetőkre/Nem hallom már a hangod/Az ablak előtt egy lámpa leng/Emlékszel az útra hazafelé?/Az idő túl gyorsan múlik/Nem mondtunk búcsút egymásnak/Ha egyszer mégis visszatérsz/Ne zárd be előttem az ajtót/Hó fedi már az utakat/Várok rád, hűségem örök',
  ],
  [
    'windows-1250',
    'Kiša noćas pada po krovu/Više ne čujem tvoj glas/Iza prozora njiše se svjetlo/Sjećaš li se puta kući?/Vrijeme prebrzo prolazi/Nismo rekli ni zbogom/Ako se ikada vratiš/Neću zaključati vrata/Snijeg je pokrio staze/Čekam te još, znaj, dođi',
  ],
  [
    'windows-1252',
    'La pluie de nuit glisse sur les toits/Je n’entends plus ta voix/Derrière la fenêtre une lampe balance/Tu te rappelles le chemin ?/Le temps s’en va trop vite/Ça n’était qu’un adieu manqué/Si un jour tu reviens, ma chère/Ma porte sera grande ouverte/La neige a couvert les allées/Où es-tu ? Je t’attends là-bas',
  ],
  [
    'windows-1252',
    'Nachts fällt der Regen auf die Dächer/Ich höre deine Stimme nicht/Vorm Fenster schaukelt eine Lampe/Weißt du noch unsern Weg nach Haus?/Die Zeit läuft viel zu schnell/Wir sagten nicht einmal Ade/Und kommst du eines Tages wieder/Steht meine Tür für dich weit auf/Schnee deckt die Straßen zu/Ich warte hier, glaub mir, für dich',
  ],
  [
    'windows-1252',
    'La lluvia cae en los tejados/Ya no escucho tu voz aquí/Una lámpara en la ventana/¿Recuerdas el camino, mi niña?/El tiempo corre muy deprisa/Jamás dijimos adiós/Si un día vuelves, corazón/Mi puerta abierta está/La nieve cubre los caminos/Te espero, ¡créeme!, otro año más',
  ],
  [
    'windows-1252',
    'A chuva cai sobre os telhados/Já não escuto a tua voz/Lá fora balança um lampião/Lembras do caminho, meu irmão?/O tempo corre tão depressa/Não dissemos nem adeus/Se um dia voltares, coração/A porta não se fechará/A neve cobre a ilusão/Espero por você, canção',
  ],
  [
    'windows-1252',
    'Regnet faller över taken/Jag hör inte rösten din/Utanför gungar en lykta/Minns du vägen hem till mig?/Tiden går alldeles för fort/Vi sade aldrig ens farväl/Om du en dag kommer åter/Står min dörr på glänt för dig/Snön har täckt alla stigar/Jag väntar än, tro på mig',
  ],
  [
    'windows-1254',
    'Gece yağmuru düşer çatılara/Artık duymuyorum sesini/Pencerede sallanır bir ışık/Hatırlıyor musun eve giden yolu?/Zaman çok hızlı geçiyor/Elveda bile diyemedik/Bir gün geri dönersen eğer/Kapım sana hep açık/Kar örttü bütün yolları/Bekliyorum, inan bana, İstanbul',
  ],
  [
    'windows-1257',
    'Naktį lietus krinta ant stogų/Negirdžiu jau tavo balso/Už lango siūbuoja žibintas/Ar atmeni kelią namo?/Laikas bėga per greitai/Nepasakėme net sudie/Jeigu kada nors sugrįši/Durų neužrakinsiu/Sniegas užklojo takus/Laukiu tavęs, patikėk, širdie',
  ],
  [
    'windows-1253',
    'Νυχτερινή βροχή στις στέγες/Δεν ακούω πια τη φωνή σου/Στο παράθυρο ένα φως/Θυμάσαι τον δρόμο για το σπίτι;/Ο χρόνος τρέχει πολύ γρήγορα/Δεν είπαμε ούτε αντίο/Αν κάποτε γυρίσεις πίσω/Η πόρτα μου είναι ανοιχτή/Το χιόνι σκέπασε τους δρόμους/Σε περιμένω, πίστεψέ με',
  ],
  [
    'windows-1255',
    'גשם לילה על הגגות/אני לא שומע את קולך/מחוץ לחלון מתנדנד פנס/האם תזכור את הדרך הביתה/הזמן עובר מהר מדי/לא אמרנו אפילו שלום/אם תחזור יום אחד אליי/הדלת שלי תהיה פתוחה/השלג כיסה את השבילים/אני מחכה לך, תאמין לי',
  ],
  [
    'windows-1256',
    'مطر الليل على السطوح/لا أسمع صوتك بعد الآن/خلف النافذة يتمايل مصباح/هل تذكر الطريق إلى البيت؟/الوقت يمضي سريعا جدا/لم نقل حتى وداعا/إذا عدت يوما يا حبيبي/سيبقى بابي مفتوحا لك/غطى الثلج كل الدروب/أنا في انتظارك صدقني',
  ],
  [
    'windows-874',
    'ฝนตกกลางคืนบนหลังคา/ฉันไม่ได้ยินเสียงเธอแล้ว/นอกหน้าต่างมีแสงไฟ/เธอจำทางกลับบ้านได้ไหม/เวลาผ่านไปเร็วเหลือเกิน/เราไม่ได้บอกลากันเลย/ถ้าวันหนึ่งเธอกลับมา/ประตูของฉันยังเปิดอยู่/หิมะปกคลุมทุกเส้นทาง/ฉันรอเธออยู่ เชื่อฉันนะ',
  ],
];

const linesOf = (text: string): string[] => text.split('/');
/** As lyrics files have it: most of their bytes are the ASCII of times and of what a site says about itself. */
const toLrc = (text: string): string =>
  ['[ti:Song]', '[ar:Band]', '[by:lyrics.example]', '[00:00.00]Words and music: The Band']
    .concat(linesOf(text).map((line, at) => `[00:${10 + at * 4}.${50 + at}]${line}`))
    .join('\r\n');

const encodersMade = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The platform decodes only: this turns its tables round, for characters of one byte and of two. */
function encode(encoding: string, text: string): Uint8Array {
  const encoder = encodersMade.get(encoding) ?? turnRound(encoding);
  encodersMade.set(encoding, encoder);
  return Uint8Array.from(
    [...text].flatMap((char) => {
      const bytes = encoder.get(char);
      assert.ok(bytes, `${encoding} has no ${char}`);
      return bytes;
    }),
  );
}

function turnRound(encoding: string): ReadonlyMap<string, readonly number[]> {
  const encoder = new Map<string, readonly number[]>();
  const note = (codes: readonly (readonly number[])[]): void => {
    const texts = new TextDecoder(encoding)
      .decode(Uint8Array.from(codes.flatMap((code) => [...code, 0x0a])))
      .split('\n');
    for (const [at, code] of codes.entries()) {
      const text = texts[at] ?? '';
      if ([...text].length === 1 && text !== '\ufffd' && !encoder.has(text)) encoder.set(text, code);
    }
  };
  const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
  note(
    upTo(0, 0xff)
      .filter((byte) => byte !== 0x0a)
      .map((byte) => [byte]),
  );
  encoder.set('\n', [0x0a]);
  if (/^(?:gb|big|shift|euc)/.test(encoding))
    note(upTo(0x81, 0xfe).flatMap((lead) => upTo(0x40, 0xfe).map((trail) => [lead, trail])));
  return encoder;
}

const toUtf16 = (text: string, isLittleEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return isLittleEndian ? bytes : bytes.swap16();
};

describe('the text of a file', () => {
  for (const [encodings, text] of SONGS)
    for (const encoding of encodings.split(' ')) {
      it(`is read in ${encoding}: ${linesOf(text)[0]}`, () => {
        assert.equal(decodeText(encode(encoding, toLrc(text))), toLrc(text));
        assert.equal(decodeText(encode(encoding, linesOf(text).join('\n'))), linesOf(text).join('\n'));
      });
    }

  it('is read in Unicode of any width, with and without a byte order mark', () => {
    for (const text of SONGS.map(([, song]) => toLrc(song))) {
      assert.equal(decodeText(Buffer.from(text)), text);
      assert.equal(decodeText(Buffer.from(`\ufeff${text}`)), text);
      for (const isLittleEndian of [true, false]) {
        assert.equal(decodeText(toUtf16(text, isLittleEndian)), text);
        assert.equal(decodeText(toUtf16(`\ufeff${text}`, isLittleEndian)), text);
      }
    }
  });

  it('is known by two lines, or by a few letters among English', () => {
    const short: readonly [string, string][] = [
      ['gb18030', '月亮代表我的心/你问我爱你有多深'],
      ['big5', '月亮代表我的心/你問我愛你有多深'],
      ['shift_jis', 'こんにちは世界/さくら'],
      ['euc-kr', '사랑해요 당신을/안녕하세요'],
      ['windows-1251', 'Миллион алых роз/Жил-был художник один'],
      ['windows-1250', 'Příliš žluťoučký kůň/Ďábelské ódy'],
      ['windows-1252', 'Don’t tell me – it’s over'],
      ['windows-1252', 'A café at noon, naïve and blue/And you'],
      ['windows-1252', 'Für Elise'],
      ['windows-1252', 'MÖTLEY & Motörhead'],
      ['windows-1252', '© 1999 Band'],
    ];
    for (const [encoding, text] of short) assert.equal(decodeText(encode(encoding, toLrc(text))), toLrc(text));
  });

  it('loses no more than the place that is damaged', () => {
    for (const [encoding, text] of [
      ['gb18030', SONGS[0]?.[1] ?? ''],
      ['shift_jis', SONGS[2]?.[1] ?? ''],
    ] as const) {
      const whole = encode(encoding, toLrc(text));
      assert.equal(decodeText(whole.subarray(0, -1)).slice(0, -1), toLrc(text).slice(0, -1));
    }
    const utf8 = Buffer.from(toLrc(SONGS[4]?.[1] ?? ''));
    assert.equal(decodeText(utf8.subarray(0, -1)).slice(0, -1), toLrc(SONGS[4]?.[1] ?? '').slice(0, -1));
  });

  it('ends with the zeros that taggers write, and needs none of its bytes to be text', () => {
    assert.equal(decodeText(Buffer.from('Words\0\0\0')), 'Words\0\0\0');
    assert.equal(decodeText(Buffer.from('[00:01.00]One\0two')), '[00:01.00]One\0two');
    assert.equal(decodeText(new Uint8Array()), '');
    const noise = Uint8Array.from({ length: 65_536 }, (_, at) => (at * 2_654_435_761) >>> 24);
    assert.equal(typeof decodeText(noise), 'string');
  });
});

it('a tag is UTF-8 or western', () => {
  assert.equal(decodeEightBit(Buffer.from('Motörhead')), 'Motörhead');
  assert.equal(decodeEightBit(Buffer.from('Motörhead', 'latin1')), 'Motörhead');
});
