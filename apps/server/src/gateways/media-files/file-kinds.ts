import { extensionOf, isAudioName } from '@jetstream/music-files/names';

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/**
 * Extensions of files that lie in music folders and are no audio. Anything else, known or not, is looked into: a file may
 * have lost its extension.
 */
const OTHER = words(
  'jpg jpeg jpe jfif png gif webp avif bmp tif tiff svg heic heif ico psd xcf ai eps tga jxl jp2 raw cr2 nef thm ' +
    'txt text md markdown rst rtf doc docx odt pdf epub mobi djvu htm html xhtml xml json yaml yml toml csv tsv tex log nfo diz srt sub idx ' +
    'ass vtt ttml elrc lrc lyr cue m3u m3u8 pls wpl asx xspf zpl fpl b4s smil aimppl dpl toc accurip md5 sha sha1 sha256 sha512 sfv ffp st5 par par2 sig asc ' +
    'gpg pgp pem key crt zip rar 7z tar gz tgz bz2 xz zst lz lzma lz4 z cab iso img bin nrg mds mdf ccd cdi dmg apk jar deb rpm exe dll msi bat ' +
    'cmd sh bash fish ps1 py pyc rb pl js mjs cjs ts tsx jsx c cc cpp h hpp rs go java kt swift php lua css scss less map ini conf cfg config ' +
    'properties reg inf desktop url webloc lnk website db sqlite sqlite3 db3 mdb ldb itl itc itc2 itdb plist torrent part crdownload tmp temp bak ' +
    'old orig swp lock pid sav dat data avi mpg mpeg mpe mov wmv flv f4v vob ifo bup m2ts mts ts divx ogv ogm rmvb als asd cpr rpp flp logic ' +
    'band ptx aup aup3 sesx sf2 sfz nki nkm fxp fxb vst3 syx ttf otf woff woff2 eml msg ics vcf xls xlsx ods ppt pptx odp peak pk reapeaks ' +
    'wvc sfk pkf cache index qml ui pro user sln vcxproj gitignore gitattributes editorconfig',
);

/** Files without extension that everybody knows. */
const OTHER_NAMES = words(
  'readme license licence copying authors contributors changelog changes news todo install makefile dockerfile gemfile rakefile ' +
    'procfile vagrantfile thumbs md5sums sha1sums sha256sums sha512sums checksums checksum fingerprints lyrics notes index',
);

/** Whether a file is to be read: audio by its extension, or of a kind that only its content can tell. */
export function isWorthReading(name: string): boolean {
  if (isAudioName(name)) return true;
  const extension = extensionOf(name);
  return extension === '' ? !OTHER_NAMES.has(name.toLowerCase()) : !OTHER.has(extension);
}
