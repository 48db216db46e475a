"""What an author reads when something is wrong, in each language that an author may choose.

Each message says what is wrong, then, after a semicolon, what to do. The text is part of the interface:
tests/mistakes/ holds it word for word. A check names a message by its key; one more language for authors is its code in
AUTHOR_LANGUAGES and one more text in each table below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

AUTHOR_LANGUAGES = ("fi", "en")
"""The languages of the catalogue, the one first that is used where the author has chosen none."""

CATALOGUE: Mapping[str, Mapping[str, str]] = {
    # The file as such.
    "unreadable": {
        "fi": "tätä tiedostoa ei voi avata; tarkista, että se on tavallinen tiedosto ja että sinulla on oikeus avata se",
        "en": "this file cannot be opened; check that it is an ordinary file and that you may open it",
    },
    "missing_file": {
        "fi": "tämä tiedosto puuttuu; sivustoa ei voi tehdä ilman sitä, joten palauta se",
        "en": "this file is missing; the site cannot be built without it, so put it back",
    },
    "unexpected": {
        "fi": "tämänniminen tiedosto tai kansio ei kuulu tänne; siirrä se pois kansiosta content/",
        "en": "nothing of this name belongs here; move it out of content/",
    },
    "unexpected_name": {
        "fi": "tiedoston nimi ei kelpaa tässä; anna sille nimi {expected} tai siirrä se pois kansiosta content/",
        "en": "a file here cannot have this name; rename it {expected}, or move it out of content/",
    },
    "document": {
        "fi": "tämä on asiakirja (Word, PDF tai muu), josta ei tule sivua; kopioi sen teksti .yml-tiedostoon, jonka teet kopioimalla toisen sivun tiedoston, ja siirrä asiakirja pois kansiosta content/",
        "en": "this is a document (Word, PDF or another), and no page comes of it; copy its text into a .yml file, made by copying another page's file, and move the document out of content/",
    },
    "picture_place": {
        "fi": "kuvien paikka on kansio content/pictures/; siirrä tämä sinne tai pois kansiosta content/",
        "en": "pictures belong in content/pictures/; move this one there, or out of content/",
    },
    "copy": {
        "fi": "tämä on luultavasti tiedoston {original} kopio; poista se tai, jos siitä tulee uusi sivu, anna sille oma nimi (esimerkiksi uusi-sivu.yml) ja omat otsikot",
        "en": "this is probably a copy of {original}; delete it or, if it is to be a new page, give it a name of its own (for example new-page.yml) and titles of its own",
    },
    "unexpected_language": {
        "fi": "kielen tiedosto nimetään kielen koodilla; anna sille nimeksi esimerkiksi fi.yml tai en.yml",
        "en": "a language's file is named after its code; rename it fi.yml or en.yml, for example",
    },
    "not_picture": {
        "fi": "tämä ei ole kuva, jonka selain osaa näyttää; tallenna kuva muodossa jpg, png, webp, avif, gif tai svg",
        "en": "this is not a picture that browsers can show; save the picture as jpg, png, webp, avif, gif or svg",
    },
    "linked": {
        "fi": "tämä on linkki muualle; poista se ja kopioi sen tilalle itse tiedosto tai kansio",
        "en": "this is a link to somewhere else; delete it, and copy the file or folder itself here",
    },
    "picture_kind": {
        "fi": "tiedosto ei ole sellainen kuva kuin sen pääte {ending} sanoo; tallenna kuva uudelleen kuvankäsittelyohjelmassa",
        "en": "this file is not the kind of picture that its ending {ending} says; save the picture again in a picture editor",
    },
    "picture_drawing": {
        "fi": "piirroksessa on osa, jota ei voi julkaista ({part}); poista se tai tallenna kuva muodossa png",
        "en": "this drawing has a part that cannot be published ({part}); take it out, or save the picture as png",
    },
    "too_large": {
        "fi": "tiedosto on suurempi kuin {limit} kt; sivun teksti on lyhyt, joten jaa se useaksi sivuksi tai lyhennä sitä",
        "en": "this file is larger than {limit} kB; a page is a short text, so split it into several pages or shorten it",
    },
    "empty_file": {
        "fi": "tiedosto on tyhjä; täytä se tai poista koko tiedosto",
        "en": "this file is empty; fill it in, or delete the file",
    },
    "not_utf8": {
        "fi": "tämä ei ole UTF-8-tekstiä vaan luultavasti {likely}; tallenna tiedosto uudelleen merkistöllä UTF-8",
        "en": "this is not UTF-8 text but probably {likely}; save the file again with the encoding UTF-8",
    },
    "character": {
        "fi": "tässä on näkymätön merkki ({name}); poista se ja kirjoita kohta uudelleen",
        "en": "there is an invisible character here ({name}); delete it and type the place again",
    },
    "conflict": {
        "fi": "tässä on kahden version ristiriita (git); jätä haluamasi teksti ja poista rivit, joilla on <<<, === ja >>>",
        "en": "two versions are in conflict here (git); keep the text you want and delete the lines with <<<, === and >>>",
    },
    # YAML.
    "tab": {
        "fi": "tässä on sarkainmerkki (Tab); sisennä välilyönneillä, kaksi kutakin tasoa kohti",
        "en": "there is a tab here; indent with spaces, two for each step",
    },
    "unclosed_quote": {
        "fi": "tässä alkava lainausmerkki jää sulkematta; lisää lainausmerkki myös tekstin loppuun",
        "en": "the quotation mark that opens here is never closed; add one at the end of the text too",
    },
    "quote_ends": {
        "fi": "lainausmerkeissä oleva teksti päättyi ennen tätä kohtaa; kirjoita koko teksti toisenlaisiin lainausmerkkeihin: '...' tai \"...\"",
        "en": "the text in quotation marks ended before this; put all of it in the other kind of quotation marks: '...' or \"...\"",
    },
    "escape": {
        "fi": "kenoviivalla on lainausmerkkien \"...\" sisällä oma merkityksensä; kirjoita koko teksti merkkien '...' väliin",
        "en": "a backslash has a meaning of its own inside \"...\"; put '...' around the text instead",
    },
    "colon": {
        "fi": 'kaksoispiste ja väli katkaisevat tekstin; kirjoita koko teksti lainausmerkkeihin: "..."',
        "en": 'a colon and a space break the text off; put the whole text in quotation marks: "..."',
    },
    "no_space": {
        "fi": "kaksoispisteen jäljestä puuttuu väli; kirjoita {name}: ja sen jälkeen väli ja teksti",
        "en": "there is no space after the colon; write {name}: and after it a space and the text",
    },
    "no_colon": {
        "fi": "tältä riviltä puuttuvat avain ja kaksoispiste; lisää ne tai, jos rivi jatkaa yllä olevaa tekstiä, sisennä sitä enemmän",
        "en": "this line has no key and colon; add them or, if it goes on with the text above, indent it further",
    },
    "indent": {
        "fi": "rivin sisennys ei osu kohdalleen; aloita rivi samasta kohdasta kuin saman lohkon (esimerkiksi kielen) muut rivit",
        "en": "this line's indent does not match; begin it at the same place as the other lines of its block (of its language, for example)",
    },
    "start": {
        "fi": 'teksti ei voi alkaa merkillä {character}; kirjoita koko teksti lainausmerkkeihin: "..."',
        "en": 'text cannot begin with {character}; put the whole text in quotation marks: "..."',
    },
    "comment": {
        "fi": "merkistä # alkava osa jäisi pois; kirjoita koko teksti lainausmerkkeihin tai siirrä huomautus omalle rivilleen",
        "en": "what stands after # would be left out; put the whole text in quotation marks, or the remark on its own line",
    },
    "curly_quotes": {
        "fi": 'nämä lainausmerkit tulisivat näkyviin sivulle; poista ne tai kirjoita "..." koko tekstin ympärille',
        "en": 'these quotation marks would show on the page; delete them, or put "..." around all of the text',
    },
    "syntax": {
        "fi": "tätä kohtaa ei voi lukea; tarkista tältä ja edelliseltä riviltä sisennys, kaksoispisteet ja lainausmerkit",
        "en": "this cannot be read; check the indent, colons and quotation marks here and on the line before",
    },
    "documents": {
        "fi": "tästä alkaa toinen asiakirja; pidä tiedostossa yksi ja poista rivi ---",
        "en": "a second document begins here; keep one in a file and delete the line ---",
    },
    "not_entry": {
        "fi": 'tiedostossa ei ole riviä, joka alkaa avaimella ja kaksoispisteellä; kirjoita alkuun sellainen, esimerkiksi "order: 10"',
        "en": 'this file has no line that begins with a key and a colon; begin with one, like "order: 10"',
    },
    "deep": {
        "fi": "tässä on sisennyksiä yli {limit} tasoa; sivuston tiedostoissa niin syvää ei ole, joten tarkista sisennykset",
        "en": "the indentation goes deeper than {limit} levels here; nothing in this site does, so check the indents",
    },
    "key": {
        "fi": "kaksoispisteen edessä voi olla vain avain; kirjoita siihen yksi sana, esimerkiksi title",
        "en": "only a key can stand before a colon; write one word there, for example title",
    },
    "duplicate_key": {
        "fi": 'avain "{name}" on tässä toisen kerran (ensimmäinen on rivillä {first}); poista jompikumpi',
        "en": 'the key "{name}" stands here a second time (the first is on line {first}); delete one of them',
    },
    "indent_deeper": {
        "fi": "rivi on sisennetty syvemmälle, mutta yllä olevalla rivillä on jo teksti; siirrä rivi vasemmalle tai lisää yläpuolelle kielen rivi, esimerkiksi fi:",
        "en": "this line is indented further, but the line above has its text already; move it left, or add a language's line above it, for example fi:",
    },
    "flow": {
        "fi": "merkki {character} jää sulkematta; lisää sen pari tai kirjoita koko teksti lainausmerkkeihin",
        "en": "the {character} that opens here is never closed; close it, or put the whole text in quotation marks",
    },
    "text_lines": {
        "fi": "teksti jatkuu seuraavalle riville; kirjoita se yhdelle riville tai lisää avain, joka seuraavalta riviltä puuttuu",
        "en": "this text runs on to the next line; write it on one line, or add the key that is missing there",
    },
    "lost_language": {
        "fi": 'avain "{name}" on tässä toisen kerran (ensimmäinen on rivillä {first}), joten välistä puuttuu kielen rivi; lisää se, esimerkiksi en:',
        "en": 'the key "{name}" stands here a second time (the first is on line {first}), so a language\'s line is missing in between; add it, for example en:',
    },
    "swallowed": {
        "fi": 'rivi "{name}:" on sisennetty niin syvälle, että se kuuluisi yllä olevaan tekstiin; siirrä se vasemmalle',
        "en": 'the line "{name}:" is indented so far that it would belong to the text above; move it to the left',
    },
    "duplicate_block": {
        "fi": 'rivi "{name}:" on tässä toisen kerran (ensimmäinen on rivillä {first}); siirrä tämän alla olevat rivit ensimmäisen alle ja poista tämä rivi',
        "en": 'the line "{name}:" stands here a second time (the first is on line {first}); move the lines below this one below the first and delete this line',
    },
    # Keys and values.
    "missing": {
        "fi": 'tästä puuttuu avain "{name}"; lisää rivi "{name}: ..."',
        "en": 'the key "{name}" is missing here; add the line "{name}: ..."',
    },
    "unknown": {
        "fi": 'tuntematon avain "{name}"; avaimet tässä ovat {known}',
        "en": 'unknown key "{name}"; the keys here are {known}',
    },
    "unknown_near": {
        "fi": 'tuntematon avain "{name}"; tarkoititko "{near}"?',
        "en": 'unknown key "{name}"; did you mean "{near}"?',
    },
    "outside_block": {
        "fi": 'avain "{name}" kuuluu kielen alle (esimerkiksi rivin fi: alle); siirrä rivi sinne ja sisennä se kahdella välilyönnillä',
        "en": 'the key "{name}" belongs below a language (below the line en:, for example); move the line there and indent it by two spaces',
    },
    "inside_block": {
        "fi": 'avain "{name}" ei kuulu kielen alle; siirrä rivi pois kielen tekstien välistä ja poista sen sisennys',
        "en": 'the key "{name}" does not belong below a language; move the line out of the language\'s texts and take away its indent',
    },
    "not_text": {
        "fi": "tähän kuuluu teksti; kirjoita se kaksoispisteen jälkeen samalle riville",
        "en": "text is expected here; write it after the colon, on the same line",
    },
    "paragraphs": {
        "fi": "tähän mahtuu vain yksi kappale; yhdistä rivit tai lisää niiden väliltä puuttuva avain, esimerkiksi body: |",
        "en": "this holds one paragraph; join the lines, or add the key that is missing between them, for example body: |",
    },
    "long_text": {
        "fi": "tekstissä on yli {limit} merkkiä; lyhennä sitä tai lisää avain, joka siitä puuttuu, esimerkiksi body: |",
        "en": "this text is longer than {limit} characters; shorten it, or add the key that is missing in it, for example body: |",
    },
    "not_list": {
        "fi": "tähän kuuluu luettelo; kirjoita jokainen kohta omalle rivilleen ja sen alkuun viiva ja väli",
        "en": "a list is expected here; write each item on its own line, after a hyphen and a space",
    },
    "not_block": {
        "fi": "tähän kuuluu lohko eli avaimia teksteineen omilla riveillään; kirjoita ne tämän alle sisennettyinä tai poista rivi, jos se on valinnainen",
        "en": "a block is expected here: keys with their texts, on lines of their own; write them below, indented, or delete the line if it is optional",
    },
    "not_number": {
        "fi": "tähän kuuluu kokonaisluku; kirjoita pelkkiä numeroita, esimerkiksi 20",
        "en": "a whole number is expected here; write digits only, for example 20",
    },
    "not_choice": {
        "fi": "tämä ei ole mikään vaihtoehdoista; kirjoita jokin näistä: {choices}",
        "en": "this is not one of the choices; write one of these: {choices}",
    },
    "empty": {
        "fi": "tässä ei ole tekstiä; kirjoita teksti tai poista avain, jos se on valinnainen",
        "en": "there is no text here; write some, or delete the key if it is optional",
    },
    "empty_title": {
        "fi": "otsikko puuttuu; kirjoita se tai, jos sivua ei vielä tehdä tällä kielellä, poista koko lohko (rivi {language}: ja sen alle sisennetyt rivit)",
        "en": "there is no title here; write it or, if the page is not to be in this language yet, delete the whole block (the line {language}: and the indented lines below it)",
    },
    "body_lines": {
        "fi": "monirivisen leipätekstin rivit menisivät tässä yhteen; kirjoita kaksoispisteen jälkeen | ja teksti sen alle sisennettynä",
        "en": "a text of several lines would run together here; write | after the colon and the text below, indented",
    },
    "not_slug": {
        "fi": "osoitteessa voi olla vain merkkejä a-z ja 0-9 sekä yksittäisiä väliviivoja; kirjoita esimerkiksi {suggestion}",
        "en": "an address part may hold a-z, 0-9 and single hyphens only; write, for example, {suggestion}",
    },
    "long_slug": {
        "fi": "osoitteen loppu on liian pitkä; lyhennä se enintään {limit} merkkiin",
        "en": "this end of an address is too long; shorten it to {limit} characters at most",
    },
    "long_title": {
        "fi": "otsikko on liian pitkä sivun osoitteeksi; lyhennä sitä tai lisää sen alle rivi slug: ja siihen enintään {limit} merkkiä (a-z, 0-9 ja väliviivoja)",
        "en": "this title is too long to make an address of; shorten it, or add below it a line slug: with at most {limit} characters (a-z, 0-9 and hyphens)",
    },
    "not_prefix": {
        "fi": "kielen osoitteen alussa ja lopussa on oltava kauttaviiva; kirjoita / tai esimerkiksi /en/",
        "en": "a language's address must begin and end with a slash; write / or, for example, /en/",
    },
    "not_locale": {
        "fi": "tähän kuuluu kieli ja maa; kirjoita esimerkiksi fi_FI",
        "en": "a language and a country are expected here; write, for example, en_GB",
    },
    "not_address": {
        "fi": "tämä ei ole sivuston osoite; kirjoita https://, palvelimen nimi ja kauttaviiva, esimerkiksi {example}",
        "en": "this is not a site's address; write https://, the server's name and a slash, for example {example}",
    },
    "address_end": {
        "fi": 'sivuston osoitteessa ei voi olla merkkiä "{character}"; poista se ja kaikki sen jälkeen',
        "en": 'a site\'s address cannot hold "{character}"; delete it and all that follows',
    },
    "address_page": {
        "fi": "tämä on yhden sivun osoite; poista lopusta {name}, niin jäljelle jää sivuston osoite",
        "en": "this is the address of one page; delete {name} from its end, and the site's address is left",
    },
    "not_https": {
        "fi": "sivuston osoitteen alussa on oltava https://; kirjoita {suggestion}",
        "en": "a site's address must begin with https://; write {suggestion}",
    },
    "not_email": {
        "fi": "tämä ei ole sähköpostiosoite; kirjoita se muodossa nimi@example.org",
        "en": "this is not an e-mail address; write it in the form name@example.org",
    },
    "not_phone": {
        "fi": "tämä ei ole puhelinnumero; kirjoita numeroita ja välejä sekä maatunnuksen eteen +",
        "en": "this is not a phone number; write digits and spaces, with + in front of a country code",
    },
    "form_scheme": {
        "fi": "lomakkeen osoitteen alussa on oltava https:, mailto: tai tel:; kopioi se kokonaan lomakepalvelusta",
        "en": "a form's address must begin with https:, mailto: or tel:; copy it whole from the form service",
    },
    "form_character": {
        "fi": "lomakkeen osoitteessa ei voi olla merkkiä {character}; kopioi se kokonaan lomakepalvelusta",
        "en": "a form's address cannot hold {character}; copy it whole from the form service",
    },
    "form_target": {
        "fi": "osoite on vajaa; kirjoita sen alun (esimerkiksi https://) jälkeen palvelimen nimi, sähköpostiosoite tai puhelinnumero",
        "en": "the address is not whole; after its beginning (https://, for example) write a server's name, an e-mail address or a phone number",
    },
    "form_host": {
        "fi": "täytettävä kohta ei voi olla palvelimen nimen tai vastaanottajan paikalla; siirrä se osoitteen loppuosaan",
        "en": "a placeholder cannot stand for the server's name or the recipient; move it to a later part of the address",
    },
    "form_placeholder": {
        "fi": "tuntematon täytettävä kohta {{{name}}}; käytettävissä ovat {known}",
        "en": "unknown placeholder {{{name}}}; the placeholders are {known}",
    },
    "form_brace": {
        "fi": "aaltosulkeelta puuttuu pari; kirjoita täytettävä kohta kokonaan, jokin näistä: {known}",
        "en": "a brace here lacks its pair; write the placeholder whole, one of {known}",
    },
    # The site as a whole.
    "no_languages": {
        "fi": "sivustolla ei ole yhtään kieltä; palauta ainakin yksi tiedosto, kuten content/languages/fi.yml",
        "en": "there is no language; put back at least one file like content/languages/fi.yml",
    },
    "no_root": {
        "fi": "minkään kielen osoite ei ole /; kirjoita yhden kielen tiedostoon rivi prefix: /",
        "en": "no language stands at the address /; write the line prefix: / in the file of one of them",
    },
    "same_prefix": {
        "fi": "tiedostossa {other} on sama osoite {prefix}; anna kummallekin kielelle omansa",
        "en": "{other} has the same address {prefix}; give each language its own",
    },
    "same_id": {
        "fi": "tiedostolla {other} on sama nimi; nimeä jompikumpi uudelleen",
        "en": "{other} has the same file name; rename one of the two",
    },
    "same_address": {
        "fi": "samassa osoitteessa /{path} on jo {other}; anna jommallekummalle toinen osoite avaimella slug",
        "en": "{other} has the same address /{path}; give one of the two another address with the key slug",
    },
    "no_slug": {
        "fi": "tästä otsikosta ei synny osoitetta; lisää rivi slug: ja siihen merkkejä a-z, 0-9 ja väliviivoja",
        "en": "no address can be made from this title; add a line slug: with a-z, 0-9 and hyphens",
    },
    "no_front_page": {
        "fi": 'kielellä "{language}" ei ole etusivua; kirjoita tässä tiedostossa rivin {language}: alle sisennettynä slug: index',
        "en": 'the language "{language}" has no front page; write slug: index here, indented, below the line {language}:',
    },
    "needed_page": {
        "fi": "sivusto tarvitsee tämän sivun, eikä sitä voi piilottaa; poista rivi draft: true",
        "en": "the site needs this page, and it cannot be hidden; delete the line draft: true",
    },
    "no_page": {
        "fi": 'sivusto tarvitsee tämän sivun kielellä "{language}"; lisää tiedosto tai, jos se on jo olemassa, siihen lohko (rivi {language}: ja sen alle sisennetyt rivit)',
        "en": 'the site needs this page in the language "{language}"; add the file or, if it exists already, the block in it (the line {language}: and the indented lines below it)',
    },
    "no_text": {
        "fi": "sivulla ei ole tekstiä millään kielellä; lisää ainakin yhden kielen lohko (esimerkiksi rivi {language}: ja sen alle sisennetyt rivit)",
        "en": "this page has no text in any language; add the block of at least one (for example the line {language}: and indented lines below it)",
    },
    "no_name": {
        "fi": 'rivi "{language}:" puuttuu; kirjoita se ja sen alle sisennettynä name: ja sivuston nimi',
        "en": 'the line "{language}:" is missing; write it and below it, indented, name: and the site\'s name',
    },
    "no_block": {
        "fi": 'lohko "{language}:" puuttuu; tämä kieli on pakollinen, joten lisää rivi {language}: ja sen alle sivun tekstit sisennettyinä',
        "en": 'the block "{language}:" is missing; this language is required, so add the line {language}: and the page\'s texts below it, indented',
    },
    "no_channel": {
        "fi": 'kielellä "{language}" ei voi ottaa yhteyttä millään tavalla; lisää sähköpostiosoite (email), puhelinnumero (phone) tai lomake (form)',
        "en": 'there is no way to make contact in the language "{language}"; add an e-mail address (email), a phone number (phone) or a form (form)',
    },
    "no_language": {
        "fi": 'kieltä "{name}" ei ole; kielet ovat {known}, ja uusi kieli lisätään tiedostona kansioon content/languages/',
        "en": 'there is no language "{name}"; the languages are {known}, and a new one is a file in content/languages/',
    },
    "no_template": {
        "fi": "tämännimistä sivupohjaa ei ole; kirjoita jokin näistä: {known}",
        "en": "there is no template of this name; write one of these: {known}",
    },
    "no_icon": {
        "fi": "tämännimistä kuvaketta ei ole; sivuston omat kuvakkeet ovat {known}",
        "en": "there is no icon of this name; the site's own are {known}",
    },
    "no_icon_near": {
        "fi": 'tämännimistä kuvaketta ei ole; tarkoititko "{near}"?',
        "en": 'there is no icon of this name; did you mean "{near}"?',
    },
    "no_speaker": {
        "fi": "ei tiedetä, kuka sanoisi nämä tilanteet; lisää tiedoston alkuun rivi speaker: ja siihen jokin näistä: me, pair, team, lead, organisation",
        "en": "it is not known who would say these situations; add at the beginning of the file the line speaker: with one of these: me, pair, team, lead, organisation",
    },
    # Publishing.
    "taken": {
        "fi": "sivusto tekee tämännimisen tiedoston itse, eikä niitä voi olla kahta; poista tämä",
        "en": "the site makes a file of this name by itself, and there cannot be two; delete this one",
    },
    "stray_page": {
        "fi": "tästä kansiosta ei tehdä sivuja; kirjoita teksti oppaan mukaan tiedostoon content/pages/{name}.yml ja poista tämä",
        "en": "no pages are made from this folder; write the text as the guide says in content/pages/{name}.yml and delete this",
    },
    "css_file": {
        "fi": "tyylitiedosto ei voi hakea toista tiedostoa ({name}); julkaistujen tiedostojen nimet vaihtuvat, joten poista kohta",
        "en": "a stylesheet cannot fetch another file ({name}); published names change, so delete this",
    },
    "inaccessible": {
        "fi": "tätä ei voi lukea tai kirjoittaa ({reason}); tarkista oikeudet ja levyn tila",
        "en": "this cannot be read or written ({reason}); check that you may do so, and that the disk has room",
    },
    "sample": {
        "fi": "tässä on vielä esimerkki ({text}); kirjoita tilalle omasi",
        "en": "this is still the sample's ({text}); write your own in its place",
    },
    "sample_form": {
        "fi": "tässä on vielä esimerkin lomake ({text}); kirjoita tilalle omasi tai poista form: ja sen alla olevat rivit",
        "en": "this is still the sample's form ({text}); write your own in its place, or delete form: and the lines below it",
    },
    "unset": {
        "fi": 'rivi "{name}:" on vielä tyhjä; kirjoita tieto kaksoispisteen jälkeen tai poista rivi',
        "en": 'the line "{name}:" is still empty; write the detail after the colon, or delete the line',
    },
    # Texts.
    "dead_link": {
        "fi": 'sivua "{target}" ei ole kielellä "{language}"; linkitä johonkin näistä: {known}',
        "en": 'there is no page "{target}" in the language "{language}"; link to one of {known}',
    },
    "dead_link_near": {
        "fi": 'sivua "{target}" ei ole kielellä "{language}"; tarkoititko "{near}"?',
        "en": 'there is no page "{target}" in the language "{language}"; did you mean "{near}"?',
    },
    "dead_anchor": {
        "fi": 'sivulla "{page}" ei ole kohtaa #{anchor}; linkitä johonkin näistä: {known}',
        "en": 'the page "{page}" has no place #{anchor}; link to one of {known}',
    },
    "no_anchors": {
        "fi": 'sivulla "{page}" ei ole kohtaa #{anchor}; poista linkistä # ja sen jälkeinen osa',
        "en": 'the page "{page}" has no place #{anchor}; delete the # and what follows it from the link',
    },
    "hidden_link": {
        "fi": 'sivu "{target}" on piilotettu (draft: true); poista linkki tai julkaise sivu',
        "en": 'the page "{target}" is hidden (draft: true); delete the link, or publish the page',
    },
    "bad_link": {
        "fi": 'tätä osoitetta ei voi käyttää linkissä: "{target}"; kirjoita https:-osoite tai sivun tiedoston nimi ilman päätettä .yml',
        "en": 'this link cannot be used: "{target}"; write an https: address, or a page\'s file name without .yml',
    },
    "mail_link": {
        "fi": "tämä linkki on pelkkä sähköpostiosoite; kirjoita mailto:{target}",
        "en": "this link is a bare e-mail address; write mailto:{target}",
    },
    "document_link": {
        "fi": 'sivusto ei julkaise asiakirjoja, joten tämä linkki ei johda mihinkään: "{target}"; vie asiakirja muualle verkkoon ja linkitä sen https:-osoitteeseen tai kirjoita sen sisältö tekstiin',
        "en": 'the site publishes no documents, so this link leads nowhere: "{target}"; put the document on the web elsewhere and link to its https: address, or write what it says in the text',
    },
    "large_picture": {
        "fi": "kuva on suurempi kuin {limit} kt ja latautuisi puhelimessa hitaasti; pienennä se ja tallenna uudelleen",
        "en": "this picture is larger than {limit} kB and would be slow on a phone; make it smaller and save it again",
    },
    "no_picture": {
        "fi": 'kuvaa "{target}" ei ole; lisää se kansioon content/pictures/',
        "en": 'there is no picture "{target}"; put it in content/pictures/',
    },
    "no_picture_near": {
        "fi": 'kuvaa "{target}" ei ole; tarkoititko "{near}"?',
        "en": 'there is no picture "{target}"; did you mean "{near}"?',
    },
    "no_alternative": {
        "fi": "kuvalta puuttuu sanallinen kuvaus; kirjoita se hakasulkeisiin: ![kuvaus](tiedosto)",
        "en": "this picture has no description in words; write it in the brackets: ![description](file)",
    },
    "html": {
        "fi": "tekstissä ei voi käyttää HTML-merkintää {target}; poista se tai kirjoita kenoviiva merkin < eteen",
        "en": "a text cannot hold the HTML tag {target}; delete it, or write a backslash before the <",
    },
    "attribute": {
        "fi": "merkintää {target} ei voi käyttää tekstissä; poista se aaltosulkeineen",
        "en": "a text cannot hold the mark {target}; delete it, braces and all",
    },
    "list_marks": {
        "fi": "tällä merkillä rivistä ei tule luettelon kohtaa; aloita rivi viivalla (-) tai numerolla ja pisteellä (1.), lisää väli ja jätä luettelon eteen tyhjä rivi",
        "en": "this sign does not make a list; begin the line with a hyphen (-) or a number and a full stop (1.), then a space, and leave an empty line before the list",
    },
    "nested_list": {
        "fi": "sisempi luettelo ei erottuisi ulommasta; sisennä sisemmän rivit neljällä välilyönnillä",
        "en": "this inner list would not stand apart from the outer one; indent it by four spaces",
    },
    "broken_link": {
        "fi": "linkki on vajaa ja näkyisi merkkeineen; kirjoita se muodossa [teksti](sivu) ilman väliä sulkeiden välissä",
        "en": "this link is not whole and would show with its signs; write [text](page), with no space between the brackets",
    },
    "empty_link": {
        "fi": "linkissä ei ole tekstiä; kirjoita hakasulkeisiin, minne linkki vie",
        "en": "this link has no text; write in the square brackets where it leads",
    },
    "fence": {
        "fi": "merkeiltä ``` puuttuu pari; poista ne tai kirjoita ne myös koodin loppuun",
        "en": "these ``` have no pair; delete them, or write them at the end of the code too",
    },
    "icon": {
        "fi": "tekstissä ei voi olla kuvaketta (:{target}:); poista se",
        "en": "a text cannot show an icon (:{target}:); delete it",
    },
    "brackets": {
        "fi": "tekstissä on satoja hakasulkeita; poista ylimääräiset",
        "en": "there are hundreds of square brackets in this text; delete those that are not needed",
    },
    "unreadable_text": {
        "fi": "tätä tekstiä ei voi tulkita; kirjoita sen merkinnät (tähdet, sulkeet, kenoviivat, &-merkit) uudelleen",
        "en": "this text cannot be made sense of; write its marks (asterisks, brackets, backslashes, &) again",
    },
    "plain_link": {
        "fi": "tähän ei voi tehdä linkkiä, ja sen merkit näkyisivät sivulla; kirjoita tähän pelkkä teksti ja linkki leipätekstiin (body)",
        "en": "no link can be made here, and its signs would show; write plain text here, and the link in the body",
    },
    "tabs": {
        "fi": "sarkaimilla (Tab) erotetut sarakkeet menisivät sivulla yhteen; kirjoita taulukon rivit muodossa | a | b | ja ensimmäisen alle rivi | --- | --- | tai tee luettelo",
        "en": "columns set apart by tabs would run together on the page; write each row as | a | b | with a line | --- | --- | below the first, or make a list",
    },
    "list_gap": {
        "fi": "luettelosta tulisi osa edellistä kappaletta; jätä luettelon eteen tyhjä rivi",
        "en": "this list would become part of the paragraph above; leave an empty line before it",
    },
    "indented": {
        "fi": "liikaa sisennetty teksti näkyisi sivulla koodina; poista ylimääräiset välit rivien alusta",
        "en": "text that is indented too far would show as code; delete the extra spaces at the beginning of its lines",
    },
    "asterisks": {
        "fi": "lihavointi jää sulkematta, ja merkit ** näkyisivät sivulla; kirjoita ** myös lihavoidun kohdan loppuun",
        "en": "bold text is not closed, and the ** would show on the page; write ** at its end too",
    },
    "heading_level": {
        "fi": "tämä väliotsikko hyppää tason yli; poista sen alusta yksi #-merkki",
        "en": "this heading skips a level; take away one # from its beginning",
    },
    "heading": {
        "fi": "sivulla on jo pääotsikko; aloita väliotsikko kahdella merkillä: ##",
        "en": "the page has its main heading already; begin a heading in the text with two signs: ##",
    },
}

STATES: Mapping[str, Mapping[str, str]] = {
    "fi": {"complete": "valmis", "missing": "puuttuu", "older": "vanhempi", "unknown": "ei tiedossa"},
    "en": {"complete": "complete", "missing": "missing", "older": "older", "unknown": "unknown"},
}
"""What a table of translations says of a page: the translation's state beside its original."""

SUMMARY: Mapping[str, Sequence[str]] = {
    "fi": ("1 virhe", "{count} virhettä", "mitään ei julkaistu, ja aiempi sivusto on ennallaan."),
    "en": ("1 problem", "{count} problems", "nothing was published, and the earlier site is as it was."),
}
"""The last line: one problem, several problems, and what they mean for the site."""

PUBLISHED: Mapping[str, str] = {
    "fi": "Sivuja: {counts}. {missing}",
    "en": "Pages: {counts}. {missing}",
}
"""What a build says when all is well: how many pages each language has, and what is not translated."""

UNTRANSLATED: Mapping[str, tuple[str, str]] = {
    "fi": ("Kaikki on käännetty.", "Kääntämättä: {entries}."),
    "en": ("Everything is translated.", "Not translated: {entries}."),
}
"""The end of that line: nothing missing, or what is."""


PLACED: Mapping[str, str] = {
    "fi": "Sivusto on kansiossa {folder}.",
    "en": "The site is in {folder}.",
}
"""What a build says at its end."""

READY: Mapping[str, Sequence[str]] = {
    "fi": (
        "Sivusto on valmis julkaistavaksi.",
        "Älä julkaise sivustoa vielä: 1 kohdassa on yhä esimerkin tieto, tai kohta on tyhjä.",
        "Älä julkaise sivustoa vielä: {count} kohdassa on yhä esimerkin tieto, tai kohta on tyhjä.",
        'Komento "make ready" luettelee ne.',
    ),
    "en": (
        "The site is ready to go out.",
        "Do not publish yet: 1 place still holds the sample's details or is empty.",
        "Do not publish yet: {count} places still hold the sample's details or are empty.",
        'The command "make ready" lists them.',
    ),
}
"""Whether the sample has been replaced by the author's own: all of it, one place left, more; and who tells which."""


def listed(language: str) -> str:
    """Who tells which places are still the sample's."""
    return READY[language][-1]


def readiness(count: int, language: str) -> str:
    """Whether a site is ready to go out, as one sentence, by the number of places that are still the sample's."""
    none, one, many, _ = READY[language]
    return (none, one)[count] if count < 2 else many.format(count=count)


def shown(value: object) -> str:
    """What an author has written, for one line of a terminal or a log: what would steer these shows as its code."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in str(value)
    )


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that an author has to mend, and where."""

    file: str
    """The file's path from the project's folder, with slashes."""
    line: int
    """The line, counted from 1; 0 if the problem is in no line of a file."""
    column: int
    """The column in characters, counted from 1; 0 likewise."""
    key: str
    """Which message of the catalogue it is."""
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What the message's placeholders stand for."""
    excerpt: str = field(default="", compare=False)
    """The line as it stands in the file, if it can be shown."""

    def message(self, language: str) -> str:
        """What is wrong and what to do, in one of the author's languages, as one line."""
        return CATALOGUE[self.key][language].format_map({name: shown(value) for name, value in self.values.items()})

    @property
    def place(self) -> str:
        """The file, the line and the column, as editors understand it."""
        file = shown(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file

    def told(self, language: str) -> str:
        """The message with its place, as one line."""
        return f"{self.place}: {self.message(language)}"


class ContentError(Exception):
    """The content holds mistakes. Its text tells all of them, sorted by place, and how many they are."""

    def __init__(self, problems: Sequence[Problem], language: str) -> None:
        """`language` is the one that the author reads."""
        once = {problem.told(language): problem for problem in problems}
        self.language = language
        self.problems = [once[told] for told in sorted(once, key=lambda told: (once[told], told))]
        super().__init__("\n".join([*(problem.told(language) for problem in self.problems), self.summary]))

    @property
    def summary(self) -> str:
        """How many problems there are, and what that means for the site."""
        one, many, meaning = SUMMARY[self.language]
        count = len(self.problems)
        return f"{one if count == 1 else many.format(count=count)}; {meaning}"
