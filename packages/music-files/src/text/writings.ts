/** How a language is written, as far as tells whether bytes were read by the right encoding. */
export interface Writing {
  /** The encodings that old files in this language are in, by the names of the Encoding Standard. */
  encodings: readonly string[];
  /** Its alphabet beyond ASCII, or the characters that most of a text consists of. */
  frequent: ReadonlySet<string>;
  /** What belongs to it as well, with its weight against a frequent character. */
  other: { pattern: RegExp; weight: number };
  /** Where a character cannot stand: tested on it with the one before and the one after, which are spaces at the ends. */
  misplaced: RegExp;
}

/** Accents seldom meet, but on the same letter. */
const BESIDE_ACCENT = /^([^\P{L}\0-\x7f])(?!\1)|^.(.)(?!\2)[^\P{L}\0-\x7f]$/u;
/** What else has these is Hungarian or Romanian in another encoding. */
const IN_PORTUGUESE = /^([^\P{L}\0-\x7f])(?!\1)|õ[^e]$|ã[^oes\P{L}]$/u;
const BESIDE_ASCII = /^[a-z]|[a-z]$/i;
/** Words do not go on in capitals, and few have one letter: such is a sign or an accented word of Latin text. */
const IN_CASES = /^[a-zA-Z]|[a-zA-Z]$|\p{Ll}\p{Lu}|^\P{L}.\P{L}$/u;
/** Some forms only end a word. */
const IN_HEBREW = /^[a-z]|[a-z]$|[םןךףץ][א-ת]$|^\P{L}.\P{L}$/iu;
/** Marks and some vowels follow a consonant or its mark, others come before one. */
const IN_THAI =
  /^[a-z]|[a-z]$|^[^\u0e01-\u0e2e\u0e30-\u0e3a\u0e47-\u0e4e][\u0e30-\u0e3a\u0e47-\u0e4e]|^.[\u0e40-\u0e44][^\u0e01-\u0e2e]/i;

const latin = (encoding: string, letters: string, misplaced = BESIDE_ACCENT): Writing => ({
  encodings: [encoding],
  frequent: new Set(letters),
  other: { pattern: /\p{Script=Latin}/u, weight: 0 },
  misplaced,
});

const script = (
  encodings: string,
  frequent: string,
  other: { pattern: RegExp; weight: number },
  misplaced = BESIDE_ASCII,
): Writing => ({ encodings: encodings.split(' '), frequent: new Set(frequent), other, misplaced });

/** Frequent in song texts, in both forms of Chinese and in Japanese: half of a text and more. */
const HAN =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多么去如都同现当没动面起看定天分还进好小' +
  '其些样心她本前开但因只从想日意无力它与长把此已情明知全又点正间由问很最手向头美相见被什二等或新身月话回信给世位次度先海儿声水名真走几口平气活更别打变何安少才再感' +
  '做眼听白光放像难路记住边死今让带爱恋梦泪吻怀抱夜风雨雪花星亮笑哭唱歌快乐寂寞孤单离永远忘谁吧啊哦吗呢忆伤痛幸福温柔待拥靠近陪伴留错代表深春秋' +
  '這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實無與長機問間頭見話給聲氣變聽難記邊讓帶愛戀夢淚懷風亮樂單離遠誰嗎憶傷溫擁錯' +
  '君僕私何思空今見歩言葉胸涙笑顔信変気会強風光届抱恋夏冬街道明日二人手目心夜朝';

const HANGUL =
  '이다는을가나에고하아어지사랑너내기의한그리도로를자은해서인라만있없면요게우여보수대마음날던네데오시안잊못눈물길속모든려래까주와저니스러거건일잡손꿈말더할알것때세당신진간후녕';

const OTHER_HAN = { pattern: /\p{Script=Han}/u, weight: 0 };

/** Hiragana and Katakana of full width. */
const KANA = String.fromCodePoint(...Array.from({ length: 0x30ff - 0x3040 }, (_, at) => 0x3041 + at));

/**
 * The first is what text is taken for where nothing tells more. Alphabets are the exemplar characters of Unicode CLDR; the
 * encodings are those that the HTML Standard (13.2.3.2, suggested defaults by locale) expects, and others that players meet.
 */
export const WRITINGS: readonly Writing[] = [
  latin('windows-1252', 'àâæçéèêëîïôùûüÿœ©®´'),
  latin('windows-1252', 'äöüß'),
  latin('windows-1252', 'áéíñóúü¿¡'),
  latin('windows-1252', 'áâãàçéêíóôõúü', IN_PORTUGUESE),
  latin('windows-1252', 'àèéìíòóùúçï'),
  latin('windows-1252', 'åäöæøéü'),
  latin('windows-1250', 'áčďéěíňóřšťúůýž'),
  latin('windows-1250', 'áäčďéíĺľňóôŕšťúýž'),
  latin('windows-1250', 'ąćęłńóśźż'),
  latin('windows-1250', 'áéíóöőúüű'),
  latin('windows-1250', 'ăâîşţ'),
  latin('windows-1250', 'čćđšž'),
  latin('windows-1254', 'çğıİöşüâîû'),
  // Icelandic: its ý and þ are Turkish letters.
  latin('windows-1252', 'áðéíóúýþæö'),
  latin('windows-1257', 'ąčęėįšųūž'),
  latin('windows-1257', 'äöõüšž'),
  latin('windows-1257', 'āčēģīķļņšūž'),
  script(
    'windows-1251 koi8-u ibm866',
    'оеаинтсрвлкмдпу',
    { pattern: /[\u0400-\u045f\u0490\u0491]/u, weight: 0.3 },
    IN_CASES,
  ),
  script('windows-1253', 'αοιετσνηυρπκμλςάίόέ', { pattern: /[\u0386-\u03ce]/u, weight: 0.3 }, IN_CASES),
  script('windows-1255', 'יהולאתבשרמ', { pattern: /[\u05b0-\u05ea]/u, weight: 0.8 }, IN_HEBREW),
  script('windows-1256', 'اليمنوهربتدعك', { pattern: /[\u060c-\u06d2]/u, weight: 0.3 }),
  script('windows-874', 'านรเกมอยลทดสวคบใหปจพะไแขช่้ีัิุู็์', { pattern: /[\u0e01-\u0e5b]/u, weight: 0 }, IN_THAI),
  script('gb18030 big5', HAN, OTHER_HAN),
  // Chinese sites keep Japanese songs in their own encoding.
  script('shift_jis euc-jp gb18030', HAN + KANA, OTHER_HAN),
  script('euc-kr', HANGUL, { pattern: /[\uac00-\ud7a3]/u, weight: 0 }),
];
