"""Words that make a yes less than one: negations, conditions, delays, questions. Used in one direction alone: to doubt.

A word that is missing here makes nothing an approval; a word too much makes us ask.
"""

import re
import unicodedata

_WORDS = """
en not no never cannot cant wont dont doesnt isnt wouldnt shouldnt couldnt didnt arent wasnt havent hasnt unless except but only if when whenever until
en before after once provided pending wait waiting hold stop later tomorrow tonight monday tuesday wednesday thursday friday saturday sunday yet
en maybe perhaps probably however although though otherwise instead without neither nor none refuse reject rejected deny denied decline declined
en cancel abort veto disapprove unapproved postpone delay defer should would could might unsure doubt why what who how which
en almost hardly barely conditionally provisionally partly partially assuming depends unfortunately sorry ps nope nah halt pause revert rollback undo
en unable must need needs first should pass passes fix fixed finish finished wrong mistake ignore disregard actually
de nicht kein keine keinen keiner nie niemals nein aber nur wenn falls sobald bis bevor nachdem außer ausser ohne warte warten stopp später
de morgen montag dienstag mittwoch donnerstag freitag samstag sonntag noch erst vielleicht wahrscheinlich jedoch sondern statt ablehnen abgelehnt
de lehne abbrechen sofern vorbehaltlich warum wieso wer wie was ob trotzdem leider halt
fr non pas ne jamais mais seulement si quand lorsque sauf avant après jusque sans attendez attends arrêtez plus tard demain lundi mardi mercredi
fr jeudi vendredi samedi dimanche encore peut-être probablement cependant refuse refusé rejeté annule annulez pourquoi qui comment quoi condition réserve
es no nunca jamás pero solo sólo solamente si cuando salvo excepto antes después hasta sin espera espere mañana lunes martes miércoles jueves
es viernes sábado domingo todavía aún quizás quizá tal vez rechazo rechazado cancela cancele porqué quién cómo qué condición
it non ma solo soltanto se quando salvo tranne prima dopo finché senza aspetta attendi domani lunedì martedì mercoledì giovedì venerdì sabato domenica
it ancora forse però rifiuto rifiutato annulla perché chi come cosa condizione
pt não nunca mas só somente apenas se quando salvo exceto antes depois até sem espere aguarde amanhã segunda terça quarta quinta sexta ainda talvez
pt porém rejeito rejeitado cancele porque quem como condição
nl niet geen nooit nee maar alleen wanneer zodra tot voordat nadat behalve zonder wacht later morgen maandag dinsdag woensdag donderdag vrijdag
nl nog misschien echter weiger afgewezen annuleer waarom wie hoe wat mits tenzij
pl nie nigdy ale tylko jeśli jeżeli gdy kiedy chyba dopóki przed bez czekaj później jutro jeszcze może odrzucam odrzucone anuluj dlaczego kto jak warunkiem
sv inte ej aldrig men bara endast när förrän innan efter utan utom vänta stopp senare imorgon ännu kanske dock avslås avslag avbryt varför vem hur
da ikke aldrig men kun hvis når før efter uden undtagen vent stop senere imorgen endnu måske dog afvist afvises annuller hvorfor hvem hvordan
no ikke aldri men bare kun hvis når før etter uten unntatt vent stopp senere imorgen ennå kanskje avvist avslått avbryt hvorfor hvem hvordan
fi ei en älä älkää mutta vain jos kun ennen jälkeen paitsi ilman odota myöhemmin huomenna vielä ehkä hylätty hylkään peruuta miksi kuka
cs ne není nikdy ale pouze pokud jestli když až dokud před bez kromě počkejte později zítra ještě možná zamítám zamítnuto zrušte proč kdo jak
tr değil hayır asla ama fakat sadece yalnızca eğer önce sonra kadar hariç olmadan bekle bekleyin yarın henüz belki reddediyorum iptal neden nasıl
ru не нет никогда но только если когда пока после кроме без подождите подожди позже завтра ещё еще может отклоняю отклонено отмена почему кто как
uk не ні ніколи але лише тільки якщо коли поки після крім без зачекайте почекайте пізніше завтра ще може відхиляю скасуйте чому хто як
"""
_DOUBTS = frozenset(word for row in _WORDS.strip().split("\n") for word in row.split()[1:])
DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "lunedì",
        "martedì",
        "mercoledì",
        "giovedì",
        "venerdì",
        "sabato",
        "domenica",
        "segunda",
        "terça",
        "quarta",
        "quinta",
        "sexta",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ]
)
"""Days of the week. A person who names one sets a condition; an attribution names the day of the mail that it quotes."""

_FOREIGN = """
hu csak nem ha holnap később várj várjon előbb majd miután amíg hét héten hétfő hétfőn kedd szerda csütörtök péntek szombat vasárnap
ro doar numai nu dacă mâine după înainte așteaptă luni marți miercuri joi vineri sâmbătă duminică săptămâna
hr samo ne nije ako sutra nakon poslije prije čekaj čekajte kasnije tjedan tjedna ponedjeljak utorak
sk iba len nie ak zajtra po neskôr počkajte týždeň
bg само не ако утре след преди изчакай изчакайте
el μόνο όχι μην αν εάν αύριο μετά πριν περίμενε αργότερα ακόμα ακόμη εβδομάδα
et ainult mitte ei kui homme pärast
lv tikai nē ja rīt pēc
lt tik ne jei rytoj po
is aðeins ekki ef
ca només no si demà després
vi chỉ không nếu mai sau trước chờ đợi
id hanya tidak jangan jika kalau besok setelah tunggu
he רק לא אם מחר אחרי לפני חכה
ar فقط لا ليس إذا غدا غداً بعد قبل انتظر
fa فقط نه اگر فردا بعد قبل
hi केवल नहीं अगर यदि कल बाद
"""
_TIMES = """
week weeks weekend month months year quarter today noon midnight evening afternoon night hour hours day days minute minutes soon next
january february march april june july august september october november december spring summer autumn winter
woche wochen wochenende monat jahr heute mittag mitternacht abend nacht stunde stunden tag tage bald nächste nächsten nächster januar februar märz mai
juni juli oktober dezember semaine semaines mois midi minuit soir heure heures jour jours prochain prochaine janvier février avril juin juillet août
septembre octobre novembre décembre semana semanas mes mediodía noche hora horas día días próximo próxima enero febrero marzo mayo junio
julio agosto septiembre octubre noviembre diciembre settimana mese sera notte ora ore giorno prossimo prossima gennaio febbraio aprile maggio giugno
luglio settembre ottobre dicembre semana mês noite dia próximo week volgende maand dag uur tydzień tygodniu miesiąc noc dzień godzina następny
vecka veckan månad nästa dag timme uge ugen næste uke uken neste viikko viikolla ensi týden příští hafta gelecek неделя неделе неделю следующей месяц
"""
_OTHER_DOUBTS = frozenset(word for row in _FOREIGN.strip().split("\n") for word in row.split()[1:]) | frozenset(
    _TIMES.split()
)
_THAI = re.compile(r"เฉพาะ|เท่านั้น|ไม่|ถ้า|หาก|หลัง|ก่อน|พรุ่งนี้|รอ|今週|来週|明日|下周|明天|다음|내일")
"""Scripts that write no blanks between words."""

_SIGNS = re.compile(
    r"[?？¿]|かね(?:ます|る)|不|没|未|否|拒|驳|别|但|如果|等|暂|停|只|除|之前|以后|之后|ない|ません|まだ|後|前|のみ|だけ|待|却下|否認|保留|中止|지만|않|안 |아니|거부|거절|반려|보류|아직|나중|전에|후에|만약|취소"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def has_doubt(text: str) -> bool:
    """Whether a word or a sign of doubt stands in the text, in any language."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "").replace("'", "")
    if _SIGNS.search(plain):
        return True
    return any(word in _DOUBTS for whole in _WORD.findall(plain) for word in (whole, *whole.split("-")))


def has_foreign_doubt(text: str) -> bool:
    """Whether a short line may be a condition: a doubt, also in languages in which no reply decides, or a word about time."""
    if has_doubt(text) or _THAI.search(text):
        return True
    return any(word in _OTHER_DOUBTS for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


_CHANGE = r"(?:change|changes|wijziging|wijzigingen|änderung|änderungen|cambio|cambios|modifica|modifiche|alteração|modification|ändringen)"
SOUNDS_OPEN = re.compile(
    rf"(?:よね|かな|でしょうか)[\s。.!！]*$|変更で|^\W*(?:kan|mag|zal|moet)\s+(?:dit|dat|het|deze|die)\b"
    rf"|\b(?:with|met|mit|con|com|med|avec)\s+(?:\w+\s+){{0,2}}{_CHANGE}\b",
    re.I | re.M,
)
"""A question without its mark ("Mag dit live", "承認しますよね"), or a change that may be a condition: no approval at once."""
