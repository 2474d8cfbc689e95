/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satchel/casework/letter_words.h"

#include <string.h>

#include "satchel/base/buf.h"
#include "satchel/base/day.h"
#include "satchel/base/err.h"
#include "satchel/base/text.h"

static const struct letter_words WORDS[] = {
    { "en",
      "Dear Sir or Madam,",
      "Dear Sir,",
      "Dear Madam,",
      ",",
      "Yours sincerely,",
      "Copy of my letter to %s",
      "{d} {M} {y}",
      "{t}, {date}",
      { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December" },
      { "Yours", "Sincerely", "Respectfully", "Faithfully", "With respect", "Kind regards" } },
    { "en-US",
      "Dear Sir or Madam,",
      "Dear Sir,",
      "Dear Madam,",
      ",",
      "Sincerely,",
      "Copy of my letter to %s",
      "{M} {d}, {y}",
      "{t}, {date}",
      { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December" },
      { "Yours", "Sincerely", "Respectfully", "Faithfully", "With respect", "Kind regards" } },
    { "es",
      "Estimada señora, estimado señor:",
      "Estimado señor:",
      "Estimada señora:",
      ":",
      "Atentamente,",
      "Copia de mi carta a %s",
      "{d} de {M} de {y}",
      "{t}, {date}",
      { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre" },
      { "Atentamente", "Le saluda", "Respetuosamente", "Cordialmente", "Sin otro particular", "Reciba" } },
    { "fr",
      "Madame, Monsieur,",
      "Monsieur,",
      "Madame,",
      ",",
      "Je vous prie d’agréer l’expression de ma haute considération.",
      "Copie de ma lettre à %s",
      "{d} {M} {y}",
      "{t}, le {date}",
      { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre" },
      { "Je vous prie d", "Veuillez", "Respectueusement", "Cordialement", "Recevez", "Sincèrement" } },
    { "de",
      "Sehr geehrte Damen und Herren,",
      NULL,
      NULL,
      ",",
      "Mit freundlichen Grüßen",
      "Kopie meines Schreibens an: %s",
      "{d}. {M} {y}",
      "{t}, den {date}",
      { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
        "November", "Dezember" },
      { "Mit freundlich", "Hochachtungsvoll", "Mit vorzüglicher", "Mit besten", "Mit respektvoll" } },
    { "it",
      "Gentile Signora, Egregio Signore,",
      "Egregio Signore,",
      "Gentile Signora,",
      ",",
      "Distinti saluti,",
      "Copia della mia lettera a: %s",
      "{d} {M} {y}",
      "{t}, {date}",
      { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
        "ottobre", "novembre", "dicembre" },
      { "Distinti", "Cordiali", "Con osservanza", "La prego di gradire" } },
    { "pt",
      "Exma. Senhora, Exmo. Senhor,",
      "Exmo. Senhor,",
      "Exma. Senhora,",
      ",",
      "Atenciosamente,",
      "Cópia da minha carta a: %s",
      "{d} de {M} de {y}",
      "{t}, {date}",
      { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
        "novembro", "dezembro" },
      { "Atenciosamente", "Atentamente", "Com os melhores", "Respeitosamente", "Cordialmente" } },
    { "nl",
      "Geachte mevrouw, geachte heer,",
      "Geachte heer,",
      "Geachte mevrouw,",
      ",",
      "Hoogachtend,",
      "Kopie van mijn brief aan: %s",
      "{d} {M} {y}",
      "{t}, {date}",
      { "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
        "november", "december" },
      { "Hoogachtend", "Met vriendelijke", "Met hoogachting" } },
    { "ru",
      "Уважаемые дамы и господа!",
      "Уважаемый господин!",
      "Уважаемая госпожа!",
      "!",
      "С уважением,",
      "Копия моего письма. Адресат: %s",
      "{d} {M} {y} г.",
      "{t}, {date}",
      { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
        "ноября", "декабря" },
      { "С уважением", "Искренне", "С надеждой" } },
    { "uk",
      "Шановні пані та панове!",
      "Шановний пане!",
      "Шановна пані!",
      "!",
      "З повагою,",
      "Копія мого листа. Адресат: %s",
      "{d} {M} {y} р.",
      "{t}, {date}",
      { "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
        "листопада", "грудня" },
      { "З повагою", "Щиро" } },
    { "pl",
      "Szanowni Państwo,",
      "Szanowny Panie,",
      "Szanowna Pani,",
      ",",
      "Z poważaniem,",
      "Kopia mojego listu. Adresat: %s",
      "{d} {M} {y} r.",
      "{t}, {date}",
      { "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
        "października", "listopada", "grudnia" },
      { "Z poważaniem", "Z wyrazami", "Łączę" } },
    { "tr",
      "Sayın Yetkili,",
      "Sayın Beyefendi,",
      "Sayın Hanımefendi,",
      ",",
      "Saygılarımla,",
      "Mektubumun kopyası. Alıcı: %s",
      "{d} {M} {y}",
      "{t}, {date}",
      { "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım",
        "Aralık" },
      { "Saygılar", "Saygı" } },
    { "zh",
      "尊敬的先生/女士：",
      "尊敬的先生：",
      "尊敬的女士：",
      "：",
      "此致\n敬礼",
      "抄送：本人致%s的信",
      "{y}年{m}月{d}日",
      "{t}，{date}",
      { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12" },
      { "此致", "敬上", "谨上", "顺颂" } },
    { "zh-Hant",
      "尊敬的先生/女士：",
      "尊敬的先生：",
      "尊敬的女士：",
      "：",
      "此致\n敬禮",
      "抄送：本人致%s的信",
      "{y}年{m}月{d}日",
      "{t}，{date}",
      { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12" },
      { "此致", "敬上", "謹上", "順頌" } },
    { "ar",
      "تحية طيبة وبعد،",
      "سيدي الفاضل،",
      "سيدتي الفاضلة،",
      "،",
      "وتفضلوا بقبول فائق الاحترام،",
      "نسخة من رسالتي إلى %s",
      "{d} {M} {y}",
      "{t}، {date}",
      { "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
        "ديسمبر" },
      { "وتفضلوا", "مع خالص", "مع فائق", "المخلص" } },
    { "fa",
      "با سلام و احترام،",
      NULL,
      NULL,
      "،",
      "با احترام،",
      "رونوشت نامهٔ من به %s",
      "{d} {M} {y}",
      "{t}، {date}",
      { "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر",
        "دسامبر" },
      { "با احترام", "با تقدیم" } },
};
enum { N_WORDS = sizeof WORDS / sizeof *WORDS };

static size_t primary(const char *lang)
{
    return lang ? strcspn(lang, "-_") : 0;
}

static bool same_letters(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((a[i] == '_' ? '-' : a[i] | 0x20) != (b[i] == '_' ? '-' : b[i] | 0x20))
            return false;
    return true;
}

bool letter_same_language(const char *a, const char *b)
{
    size_t n = primary(a);
    return n > 0 && n == primary(b) && same_letters(a, b, n);
}

/* Chinese is written so in three countries, even where the tag does not say it. */
static const char *by_country(const char *lang)
{
    static const char *const HANT[] = { "zh-TW", "zh-HK", "zh-MO" };
    for (size_t i = 0; i < sizeof HANT / sizeof *HANT; i++)
        if (strlen(lang) == strlen(HANT[i]) && same_letters(lang, HANT[i], strlen(lang)))
            return "zh-Hant";
    return lang;
}

const struct letter_words *letter_words_of(const char *lang)
{
    const struct letter_words *found = NULL;
    lang = lang ? by_country(lang) : "";
    for (size_t i = 0; i < N_WORDS; i++) {
        size_t n = strlen(WORDS[i].lang);
        bool begins = same_letters(lang, WORDS[i].lang, strnlen(lang, n)) && strlen(lang) >= n &&
                      (lang[n] == 0 || lang[n] == '-' || lang[n] == '_');
        if (begins && (!found || n > strlen(found->lang)))
            found = &WORDS[i];
    }
    return found;
}

/* ---- dates ---- */

static void add_date(struct buf *b, const struct letter_words *w, int32_t day)
{
    int y, m, d;
    day_to_civil(day, &y, &m, &d);
    bool first = strcmp(w->lang, "fr") == 0 && d == 1;
    for (const char *c = w->date; *c; c++) {
        if (*c != '{') {
            buf_addc(b, *c);
            continue;
        }
        if (c[1] == 'M')
            buf_adds(b, w->months[m - 1]);
        else
            buf_addf(b, "%d%s", c[1] == 'd' ? d : c[1] == 'm' ? m : y, c[1] == 'd' && first ? "er" : "");
        c += 2;
    }
}

char *letter_date(const char *lang, const char *town, int32_t day, struct err *e)
{
    const struct letter_words *w = letter_words_of(lang);
    struct buf b = { 0 };
    char iso[DAY_TEXT_BYTES];
    day_format(day, iso);
    const char *form = !town || !*town ? "{date}" : w ? w->town : "{t}, {date}";
    for (const char *c = form; *c; c++) {
        if (*c != '{') {
            buf_addc(&b, *c);
            continue;
        }
        if (c[1] == 't')
            buf_adds(&b, town);
        else if (w)
            add_date(&b, w, day);
        else
            buf_adds(&b, iso);
        c += strcspn(c, "}");
    }
    return buf_take(&b, e);
}

/* ---- salutation, copies, closing ---- */

/* Whether a sign already stands behind it. */
static bool has_mark(const char *text, size_t n)
{
    uint32_t cp = 0;
    if (n)
        text_decode(text + text_prev_cp(text, n), n - text_prev_cp(text, n), &cp);
    return n && !text_is_alnum(cp) && cp != ')' && cp != '.' && cp != '"' && cp != 0x201D && cp != 0xBB;
}

static size_t words_in(const char *text, size_t n)
{
    size_t words = 0;
    for (size_t i = 0; i < n; i++)
        words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
    return words;
}

/* Where the first of several ways to say it ends: "Dear Minister / Your Excellency", but not "Dear
 * Sir/Madam", "Dear Mr/Ms Testova". */
static size_t first_way(const char *text)
{
    size_t n = strcspn(text, "\n"), slash = strcspn(text, "/");
    if (slash >= n)
        return n;
    bool spaced = slash && text[slash - 1] == ' ';
    size_t left = slash - spaced, last = 0;
    while (last < left && text[left - 1 - last] != ' ')
        last++;
    return words_in(text, left) > 1 && words_in(text + slash + 1, n - slash - 1) > (spaced ? 1 : 2) &&
                   last > 3
               ? left
               : n;
}

static const char *general(const struct letter_words *w, char sex)
{
    const char *known = sex == 'm' ? w->sir : sex == 'f' ? w->madam : NULL;
    return known ? known : w->salutation;
}

/* Where the office ends and what it is of begins: "Madame la Ministre | de la Justice". */
static size_t before_of(const char *title)
{
    static const char *const OF[] = { " de ", " du ", " des ", " d'", " d’", " del ", " della ", " dell" };
    size_t n = strlen(title);
    for (size_t i = 0; i < sizeof OF / sizeof *OF; i++) {
        const char *of = strstr(title, OF[i]);
        n = of && (size_t)(of - title) < n ? (size_t)(of - title) : n;
    }
    return n;
}

char *letter_title_salutation(const char *lang, const char *title)
{
    static const char *const BEGINS[][2] = { { "fr", "Madame la " },   { "fr", "Madame l" },
                                             { "fr", "Monsieur le " }, { "fr", "Monsieur l" },
                                             { "es", "Señora " },      { "es", "Señor " },
                                             { "pt", "Senhora " },     { "pt", "Senhor " },
                                             { "it", "Signora " },     { "it", "Signor " } };
    for (size_t i = 0; title && i < sizeof BEGINS / sizeof *BEGINS; i++)
        if (letter_same_language(lang, BEGINS[i][0]) && !strncmp(title, BEGINS[i][1], strlen(BEGINS[i][1])))
            return strndup(title, before_of(title));
    return NULL;
}

int letter_salutation(const char *lang, const char *printed, char sex, char **out, struct err *e)
{
    const struct letter_words *w = letter_words_of(lang);
    size_t n = 0;
    const char *text = text_trim(printed ? printed : "", printed ? first_way(printed) : 0, &n);
    struct buf b = { 0 };
    *out = NULL;
    if (n == 0 && !w)
        return 0;
    buf_add(&b, n ? text : general(w, sex), n ? n : strlen(general(w, sex)));
    if (n && !has_mark(text, n))
        buf_adds(&b, w ? w->mark : ",");
    *out = buf_take(&b, e);
    return *out ? 0 : -1;
}

char *letter_copy_of(const char *lang, const char *whose, struct err *e)
{
    const struct letter_words *w = letter_words_of(lang);
    const char *form = (w ? w : &WORDS[0])->copy_of, *place = strstr(form, "%s");
    struct buf b = { 0 };
    buf_add(&b, form, (size_t)(place - form));
    buf_adds(&b, whose);
    buf_adds(&b, place + 2);
    return buf_take(&b, e);
}

enum { CLOSING_BYTES = 110, CLOSING_LINES = 4 };

/* Whether one of the last lines of text begins so. */
static bool ends_with_line(const char *text, const char *begin)
{
    size_t n = strlen(text), lines = 0, len = strlen(begin);
    for (size_t at = n; lines < CLOSING_LINES; at--) {
        bool start = at == 0 || text[at - 1] == '\n';
        if (start && at < n && text[at] != '\n') {
            lines++;
            if (strncmp(text + at, begin, len) == 0 && strcspn(text + at, "\n") <= CLOSING_BYTES)
                return true;
        }
        if (at == 0)
            break;
    }
    return false;
}

bool letter_has_closing(const char *lang, const char *text)
{
    const struct letter_words *w = letter_words_of(lang);
    for (size_t i = 0; w && i < sizeof w->closings / sizeof *w->closings && w->closings[i]; i++)
        if (ends_with_line(text, w->closings[i]))
            return true;
    return false;
}
