"""Replies as native speakers write them at work, by language: a yes, a no, and close relatives of each rule that are neither."""

YES = {
    "pl": "Tak, dziękuję|Tak, dzięki!|Tak. / Pozdrawiam, / Olive|Tak, poproszę|Tak, jestem za|Tak, możesz wypchnąć taga|Zatwierdzam dodanie taga|Zatwierdzam utworzenie taga v1.4.3|Zatwierdzam tag v1.4.3 na commicie 46b7cdb|Akceptuję wdrożenie wersji v1.4.3|Zgadzam się na wypchnięcie taga v1.4.3|Jak najbardziej się zgadzam|Zgoda na taga|Wyrażam zgodę na kontynuację prac|Daję swoją zgodę|Proszę o dodanie taga|Proszę o otagowanie|Proszę o wdrożenie|Proszę dodać tag v1.4.3|Proszę oznaczyć commit|Możesz dodać taga|Możecie wypchnąć tag v1.4.3|Można dodać tag|Dodaj taga v1.4.3|Wypychaj|Postaw taga|Jasne, możesz dodać|Oczywiście, możesz|Oczywiście, można|Prośba zatwierdzona|Zatwierdzam, v1.4.3 na 46b7cdb się zgadza.|Zgoda. / Dzięki i miłego dnia|Cześć Sam, / wszystko ok, możesz puszczać. / Dzięki|Dzień dobry, / akceptuję, proszę o realizację. / Pozdrawiam serdecznie, / Olive|Z mojej strony zielone światło, lecimy|Nie widzę przeciwwskazań, proszę wdrożyć|Szanowni Państwo, / niniejszym wyrażam zgodę na wdrożenie. / Z poważaniem, / Olive|Niech leci|Wdrażajcie zmiany",
    "ja": "了承しました|了承いたしました。進めてください。|この依頼を承認します。|こちらのリクエストを承認します|46b7cdb への v1.4.3 のタグ付けを承認します。|46b7cdb に v1.4.3 のタグを付けることを承認します|コミット 46b7cdb に v1.4.3 のタグを付けてください|46b7cdb に v1.4.3 を付けてください|タグをプッシュして大丈夫です。|タグをお願いします|v1.4.3 でお願いします|はい。お願いします。|はい。よろしくお願いします。|はい、その通りです。進めてください。|OKです。よろしくお願いします。|大丈夫です、お願いします|問題ありません、お願いします|問題ありません。よろしくお願いします。|お疲れ様です。 / 問題ありません。 / よろしくお願いします。|差し支えありませんので進めてください|こちらの内容で進めてください|確認いたしました。承認いたします。|承認いたしますので、よろしくお願いいたします|依頼ありがとうございます。承認いたします。|承認します。お手数ですがよろしくお願いします。|進めていただけますと幸いです|お進めいただいて問題ありません|お世話になっております。 / ご依頼の件、承認いたしました。 / 引き続きよろしくお願いいたします。|Samさん、お疲れ様です。承認しました。|ゴーで|異議なし。進めてください。|予定どおりお願いします",
    "en": "Yes, v1.4.3 on 46b7cdb is correct, go ahead.|I approve pushing the tag.|I can confirm this is approved.|Yes, that is the right commit, go ahead",
    "de": "Genehmigt, v1.4.3 auf 46b7cdb ist richtig.|Freigabe für v1.4.3 auf 46b7cdb erteilt.|Ich genehmige das Setzen des Tags|Tag darf gesetzt werden",
    "fr": "J'approuve la création du tag",
    "es": "Aprobado, v1.4.3 en 46b7cdb es correcto.|Apruebo la creación del tag",
    "it": "Puoi mettere il tag.|Approvato, v1.4.3 su 46b7cdb è corretto.|Approvo la creazione del tag",
    "pt": "Aprovado, v1.4.3 no 46b7cdb está correto.|Pode colocar a tag|Olá Sam, / sim, pode avançar com a tag. / Olive",
    "nl": "Goedgekeurd, v1.4.3 op 46b7cdb klopt.|Maak de tag aan|Tag mag gezet worden",
    "sv": "Ja, kör på",
}  # fmt: skip

NO = {
    "pl": "Nie wyrażam na to zgody|Z mojej strony brak zgody|Nie wypychaj taga|Nie wypychajcie tego|Nie dodawaj tego taga|Nie twórz taga|Proszę o anulowanie|Rezygnujemy|Stanowczo nie|Proszę nie dodawać taga|Nie zatwierdzam tej prośby|Nie zgadzam się na dodanie taga|Odrzucam, bo testy nie przechodzą|Testy nie przechodzą, nie zatwierdzam|Dzień dobry, / niestety nie mogę zaakceptować. / Pozdrawiam|To nie ten commit",
    "ja": "この依頼は却下します|こちらの依頼は却下いたします|この依頼は承認できません|キャンセルお願いします|依頼を取り消してください|見送ってください|プッシュはしないでください|pushしないでください|v1.4.3 のタグは付けないでください|46b7cdb にタグを付けないでください|このコミットにはタグを付けないでください|このコミットではありません|今週はリリースしません|確認しましたが、承認できません|確認しました。却下します。|内容を確認しましたが、却下します|すみません、承認できません|検討しましたが、今回は見送ります",
    "de": "Tag bitte nicht setzen|Den Commit bitte nicht taggen",
    "fr": "Merci de ne pas poser ce tag.|Ne créez pas le tag",
    "es": "No pongas el tag|Por favor, no subas el tag",
    "it": "Non mettere il tag.|Non lo posso approvare, mi dispiace.",
    "pt": "Não cries a tag|Por favor, não crie a tag",
    "nl": "Graag deze commit niet taggen.|Push de tag niet",
}  # fmt: skip

WAITS = (
    "Proszę się wstrzymać|Proszę o wstrzymanie wdrożenia|今は承認できません|現段階では承認できません|まだ承認できません"
)

NEITHER = """
Zrób zgłoszenie|Zrób plan|Proszę zrobić zgłoszenie|Proszę o dodanie zgłoszenia|Proszę o utworzenie zadania|Proszę o wykonanie zmian|Dodaj zmiany|Utwórz zgłoszenie|Utwórz tag v1.4.2|Dodaj tag jutro|Dodaj tag, jeśli testy przejdą|Proszę o dodanie taga po testach|Proszę o wdrożenie po 18|Możesz dodać taga?|Możesz dodać tag dopiero po akceptacji Maxa|Można by dodać tag|Oczywiście możesz zapytać|Jasne, możesz poczekać|Leci jutro|Zatwierdzam dodanie opisu|Zgadzam się na dodanie testów|Wyrażam zgodę na wydanie v1.4.2|Zgoda pod warunkiem, że Max potwierdzi|Zgoda, o ile testy przejdą|Nie mam uwag / Czekam na Maxa|Tak, dziękuję, ale nie|Tak, dzięki, jutro|Tak, poproszę o diff|Tak / Pozdrawiam / PS: tylko staging|Tak, wiem o tym|Czy można dodać tag|Proszę o akceptację|Proszę o zatwierdzenie
Super, tak|Tak, super|Tak, ok|Ok, tak|Mange tak|Tak / Hilsen / Olive|Tak / Venlig hilsen|Hej Sam, / Tak. / Hilsen|Perfekt, tak|Dzięki / Tak / Hilsen
申請を出してください|申請を作成してください|コミットを作成してください|提案を作成してください|案を作ってください|内容の追加をお願いします|タグの修正をお願いします|タグを削除してください|v1.4.2 を付けてください|v1.4.2 でお願いします|v1.4.3 でお願いできますか|46b7cdb に v1.4.2 を付けてください|問題ありませんか、お願いします|OKならお願いします|問題なければお願いします|大丈夫ですか、お願いします|はい、お願いしたいのですが|問題ありません。明日お願いします。|OKです。後でお願いします。|OKです。確認をお願いします。|問題ありません / Maxさんの確認をお願いします|了承しましたか|了承したいです|了承をお願いします|Maxさんが了承しました|了承しましたので、後で進めてください|承認しますので、明日進めてください|タグを付けることを承認しますか|この依頼を承認したいです|お願いします。承認。|承認。お願いします。|承認 / お願いします|はい、大丈夫です|大丈夫です。|進めてください。いいえ。|やめてください。進めてください。|承認します。却下します。|もしOKです、お願いします|はい、把握しています|はい、予定通りです
Please, approve|Please, approve it|Approuvé, donc|Genehmigt, also|Approved, so|Yes, I know about this|Yes, this was planned|Yes / I know about this|Ja, ich weiß davon|Oui, je suis au courant|Sí, estaba previsto|Sì, lo sapevo|Ja, dit was gepland|Yes, this was planned?|This was planned|Tag darf gesetzt werden, wenn grün|Freigabe für v1.4.3 nicht erteilt|Freigabe für v1.4.2 erteilt|Tag mag gezet worden?|Puoi mettere il tag domani|Podes criar a tag depois|Puoi non mettere il tag
"""
