"""The phrases of mail programs in a language: attributions, the labels of a header block, a phone's signature."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailLanguage:
    """The phrases of programs in a language: dates, attributions, the labels of a header block, and a phone's signature."""

    gmail: str
    thunderbird: str
    apple: str
    labels: tuple[str, str, str, str]
    original: str
    phone: str
    outlook_app: str
    forwarded: str = "---------- Forwarded message ---------"
    date: str = "20 November 2026 10:00"


TONGUES = {
    "en": MailLanguage(
        "On Fri, Nov 20, 2026 at 10:00 AM {from_} wrote:",
        "On 11/20/26 10:00, {name} wrote:",
        "On 20 Nov 2026, at 10:00, {from_} wrote:",
        ("From", "Sent", "To", "Subject"),
        "Original Message",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
    ),
    "de": MailLanguage(
        "Am Fr., 20. Nov. 2026 um 10:00 Uhr schrieb {from_}:",
        "Am 20.11.26 um 10:00 schrieb {name}:",
        "Am 20.11.2026 um 10:00 schrieb {from_}:",
        ("Von", "Gesendet", "An", "Betreff"),
        "Ursprüngliche Nachricht",
        "Von meinem iPhone gesendet",
        "Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>",
        "---------- Weitergeleitete Nachricht ---------",
        "Freitag, 20. November 2026 10:00",
    ),
    "fr": MailLanguage(
        "Le ven. 20 nov. 2026 à 10:00, {from_} a écrit :",
        "Le 20/11/2026 à 10:00, {name} a écrit :",
        "Le 20 nov. 2026 à 10:00, {from_} a écrit :",
        ("De", "Envoyé", "À", "Objet"),
        "Message d'origine",
        "Envoyé de mon iPhone",
        "Obtenir Outlook pour iOS<https://aka.ms/o0ukef>",
        "---------- Message transféré ---------",
        "vendredi 20 novembre 2026 10:00",
    ),
    "es": MailLanguage(
        "El vie, 20 nov 2026 a las 10:00, {from_} escribió:",
        "El 20/11/26 a las 10:00, {name} escribió:",
        "El 20 nov 2026, a las 10:00, {from_} escribió:",
        ("De", "Enviado", "Para", "Asunto"),
        "Mensaje original",
        "Enviado desde mi iPhone",
        "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
        "---------- Mensaje reenviado ---------",
    ),
    "it": MailLanguage(
        "Il giorno ven 20 nov 2026 alle ore 10:00 {from_} ha scritto:",
        "Il 20/11/2026 10:00, {name} ha scritto:",
        "Il giorno 20 nov 2026, alle ore 10:00, {from_} ha scritto:",
        ("Da", "Inviato", "A", "Oggetto"),
        "Messaggio originale",
        "Inviato da iPhone",
        "Ottieni Outlook per iOS<https://aka.ms/o0ukef>",
        "---------- Messaggio inoltrato ---------",
    ),
    "pt": MailLanguage(
        "Em sex., 20 de nov. de 2026 às 10:00, {from_} escreveu:",
        "Em 20/11/2026 10:00, {name} escreveu:",
        "Em 20 de nov. de 2026, à(s) 10:00, {from_} escreveu:",
        ("De", "Enviado", "Para", "Assunto"),
        "Mensagem original",
        "Enviado do meu iPhone",
        "Obter o Outlook para iOS<https://aka.ms/o0ukef>",
        "---------- Mensagem encaminhada ---------",
    ),
    "nl": MailLanguage(
        "Op vr 20 nov 2026 om 10:00 schreef {from_}:",
        "Op 20-11-2026 om 10:00 schreef {name}:",
        "Op 20 nov 2026, om 10:00 heeft {from_} het volgende geschreven:",
        ("Van", "Verzonden", "Aan", "Onderwerp"),
        "Oorspronkelijk bericht",
        "Verstuurd vanaf mijn iPhone",
        "Outlook voor iOS downloaden<https://aka.ms/o0ukef>",
        "---------- Doorgestuurd bericht ---------",
    ),
    "pl": MailLanguage(
        "pt., 20 lis 2026 o 10:00 {from_} napisał(a):",
        "W dniu 20.11.2026 o 10:00, {name} pisze:",
        "Wiadomość napisana przez {from_} w dniu 20.11.2026, o godz. 10:00:",
        ("Od", "Wysłano", "Do", "Temat"),
        "Oryginalna wiadomość",
        "Wysłane z iPhone'a",
        "Pobierz Outlook dla systemu iOS<https://aka.ms/o0ukef>",
        "---------- Przekazana wiadomość ---------",
    ),
    "sv": MailLanguage(
        "Den fre 20 nov. 2026 kl 10:00 skrev {from_}:",
        "Den 2026-11-20 kl. 10:00, skrev {name}:",
        "20 nov. 2026 kl. 10:00 skrev {from_}:",
        ("Från", "Skickat", "Till", "Ämne"),
        "Ursprungligt meddelande",
        "Skickat från min iPhone",
        "Hämta Outlook för iOS<https://aka.ms/o0ukef>",
    ),
    "ru": MailLanguage(
        "пт, 20 нояб. 2026 г. в 10:00, {from_}:",
        "20.11.2026 10:00, {name} пишет:",
        "20 нояб. 2026 г., в 10:00, {from_} написал(а):",
        ("От", "Отправлено", "Кому", "Тема"),
        "Исходное сообщение",
        "Отправлено с iPhone",
        "Скачать Outlook для iOS<https://aka.ms/o0ukef>",
    ),
    "ja": MailLanguage(
        "2026年11月20日(金) 10:00 {from_}:",
        "2026/11/20 10:00, {name} wrote:",
        "2026/11/20 10:00、{from_}のメール:",
        ("差出人", "送信日時", "宛先", "件名"),
        "Original Message",
        "iPhoneから送信",
        "iOS 版 Outlook を入手<https://aka.ms/o0ukef>",
    ),
    "zh": MailLanguage(
        "{from_} 于2026年11月20日周五 10:00写道：",
        "在 2026/11/20 10:00, {name} 写道:",
        "2026年11月20日 10:00，{from_} 写道：",
        ("发件人", "发送时间", "收件人", "主题"),
        "原始邮件",
        "发自我的iPhone",
        "获取适用于 iOS 的 Outlook<https://aka.ms/o0ukef>",
    ),
}
