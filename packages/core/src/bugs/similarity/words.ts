/** Words that say nothing about a bug, German and English, and those of our own issues; folded as `foldLetters` does. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'aber alle allem allen als also am an andere auch auf aus bei beim bin bis bitte da dabei damit dann das dass dem den der des die dies diese dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas fuer ganz gar gibt habe haben hat hatte hier ich ihm ihn ihnen ihr ihre im in ins ist ja jede jeder jetzt kann kein keine koennen machen man mehr mein meine mir mit muss nach nicht nichts noch nun nur ob oder ohne schon sehr sein seit sich sie sind so sobald soll und uns unser unsere unter vom von vor war was weil wenn wer werden wie wieder will wir wird wo wurde zu zum zur ' +
    'hallo guten tag morgen gruss gruesse liebe lieber danke dank vielen freundlichen herr frau hilfe problem kunde kunden anfrage ' +
    'about after again all also am an and any are as at be been before being but by can could did do does doing don down each even for from get gets got had has have he her here him his how if in into is it its just like me more my need no not now of off on once only or other our out over please she should since so some such than that the their them then there these they this those to too under until up us see siehe very was we were what when where which while who why will with would you your ' +
    'hello hi dear thanks thank regards kind team help issue customer request ' +
    'support bug ticket prioritaet priority vertragsstufe plan stufe tier beschreibung description p1 p2 p3 p4 t0 t1 t2 t3 t4 gekuerzt cut stellwerk'
  ).split(' '),
);

// What one language calls so and the other so: a German report and an English issue meet in one word.
const PAIRS: readonly (readonly [string, string])[] = [
  ['sekunde sekunden seconds', 'second'],
  ['minuten minutes', 'minute'],
  ['absturz abstuerz stuerzt abgestuerzt crasht crashed', 'crash'],
  ['fehler fehlermeldung fehlerhaft failure failed fails fehlgeschlagen schlaegt fehl', 'error'],
  ['anmeldung anmelden anmelde einloggen angemeldet signin logon', 'login'],
  ['abmeldung ausloggen signout logoff', 'logout'],
  ['rechnung rechnungen', 'invoice'],
  ['bestellung bestellungen', 'order'],
  ['passwort kennwort', 'password'],
  ['datei dateien', 'file'],
  ['seite seiten', 'page'],
  ['leer leere leeres blank', 'empty'],
  ['langsam langsamer', 'slow'],
  ['benutzer nutzer', 'user'],
  ['drucken ausdruck druck gedruckt', 'print'],
  ['suche suchen gesucht', 'search'],
  ['herunterladen heruntergeladen', 'download'],
  ['hochladen hochgeladen', 'upload'],
  ['umlaut umlaute umlauten', 'umlaut'],
  ['zeigt anzeige angezeigt anzeigen displays shown', 'show'],
  ['speichern gespeichert speichert saved', 'save'],
  ['loeschen geloescht loescht deleted removed', 'delete'],
  ['oeffnen geoeffnet oeffnet opened', 'open'],
  ['schliessen geschlossen schliesst closed', 'close'],
  ['zeitueberschreitung', 'timeout'],
  ['einstellung einstellungen', 'setting'],
  ['berechtigung berechtigungen rechte', 'permission'],
  ['doppelt doppelte duplicate twice', 'double'],
  ['falsch falsche falscher incorrect', 'wrong'],
  ['fehlt fehlen fehlend', 'missing'],
  ['knopf schaltflaeche', 'button'],
  ['kalender', 'calendar'],
  ['betrag summe', 'amount'],
  ['steuer mehrwertsteuer umsatzsteuer mwst', 'tax'],
  ['schnittstelle', 'api'],
  ['haengt eingefroren freezes freeze frozen', 'hang'],
];

/** The one word for a word of either language, where it has one. */
export const ONE_WORD: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([words, one]) => words.split(' ').map((word): [string, string] => [word, one])),
);
