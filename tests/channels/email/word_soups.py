"""Replies of harmless words that approve nothing, by language, separated by ` · `: what a reading by words could mistake for a yes."""

SOUPS: dict[str, str] = {
    "en": """
yes that is the release · approved is what I would have liked · go now · sure, right · yes the invoice · yes, the branch · the approved release · the release · the delete · delete branch is the tool ·
Sam approved · everybody approved · the team approved it · you approved it · approved by you · is it approved · that was approved · approved yesterday · approved already · I approved the other one ·
yes, that is the right amount · the tests are green · everything is fine · it looks good and everything · I have checked everything · I am happy · we have the release ·
the numbers are right · yes, we have it · yes I have it · yes, I am here · yes you have it · you have it · you can · please · please, please · yes you are right · pay me · please pay me · send me the release ·
please approve · please approve the release · can you approve it · can you delete it · shall we delete it · delete or keep · delete it or pay it · pay half · pay some of it · pay most of it · delete the other branch ·
delete the invoice · pay the branch · release the branch · delete the release notes · ship the other version · ship it to staging · deploy it on Monday · deploy later · deploy it soon · go ahead of me · go ahead with the rest · do it again ·
do it yourself · do it like that again · yes, as if · yes, like that would work · sure, as always · sure sure · yes and no · yes or no · approved or rejected · yes, but · yes, only · yes though · I agree with Sam ·
I agree in part · I agree that it is wrong · I agree with the critics · I consent in theory · permission to speak · I would approve · I will approve · I want to approve · I wish to approve · it can be approved · to be approved · approved in principle ·
you have my approval for the old one instead · you have my approval when green · consider this approved once green · green light soon · all clear tomorrow · good to go home · I am good to go on holiday · it is ready to be deleted ·
thanks for deleting it · deleting it · deleted · paid · shipped · released · it is deleted · the invoice is paid · the branch is merged · yes, deleted · yes, paid · yes, bye · ok, bye · fine, do what you want · whatever, go ahead
""",
    "de": """
ja das ist der release · ja, der Branch · ja die Rechnung · genehmigt wäre mir lieber · der genehmigte Release · die Zahlung · der Release · das Löschen des Branches · Löschen ist das Werkzeug ·
Sam hat genehmigt · alle haben genehmigt · das Team hat genehmigt · ihr habt es genehmigt · wurde genehmigt · ist das genehmigt · gestern genehmigt · das andere ist genehmigt · genehmigt war die alte Version ·
ja, der Betrag stimmt · die Tests sind grün · alles gut · alles geprüft · ich habe alles geprüft · ich bin zufrieden · wir haben den Release · Betrag stimmt · ja, wir haben das · ja ich bin hier · ja ihr habt das ·
bitte · bitte bitte · ja, Sie haben recht · bitte genehmigen · bitte um Freigabe · bitte freigeben · Freigabe bitte · können Sie das genehmigen · könnt ihr das löschen · sollen wir löschen · löschen oder behalten · zahlen oder löschen ·
die Hälfte zahlen · bitte nur die Hälfte zahlen · bitte einen Teil zahlen · den anderen Branch löschen · bitte die Rechnung löschen · bitte den Branch bezahlen · bitte auf Staging ausrollen · bitte am Montag ausrollen · bitte später ausrollen ·
bitte bald ausrollen · macht das nochmal · macht es selbst · ja ja · jaja · ja und nein · ja oder nein · genehmigt oder abgelehnt · ja, aber · ja, nur · ich stimme Sam zu · ich stimme teilweise zu · ich stimme der Kritik zu ·
ich würde zustimmen · ich werde zustimmen · ich möchte zustimmen · das kann genehmigt werden · im Prinzip genehmigt · ich gebe auf · ich gebe es zurück · ich gebe frei, wenn alles grün ist · grünes Licht morgen · freigegeben sobald grün ·
danke fürs Löschen · gelöscht · bezahlt · ausgerollt · ist gelöscht · die Rechnung ist bezahlt · der Branch ist gemergt · ja, gelöscht · ja, bezahlt · ja, tschüss · ok, tschüss · macht was ihr wollt · egal, macht · ja sicher, wie immer ·
ja klar, als ob · na toll · klar, sonst noch was · von mir aus morgen · ich kann zahlen · wer kann zahlen · du zahlst · ihr löscht das · wir löschen das morgen · das löscht der Tom · ich lösche den Branch selbst · los, geh · weg hier
""",
    "fr": """
oui c'est la version · oui, la branche · oui la facture · oui c'est exact · approuvé serait mieux · la version · le paiement de la branche · Sam a approuvé · tout le monde a approuvé · vous avez approuvé · c'était approuvé ·
est-ce approuvé · approuvé hier · déjà approuvé · l'autre est approuvée · oui, le montant est juste · les tests sont verts · tout est bon · tout est vérifié · j'ai tout vérifié · je suis content · nous avons la version ·
le montant est exact · oui, nous l'avons · oui je suis là · oui vous l'avez · s'il vous plaît · oui, vous avez raison · merci d'approuver · merci de valider · veuillez approuver · validation svp · pouvez-vous valider · peux-tu supprimer ·
faut-il supprimer · supprimer ou garder · payez la moitié · payez une partie · payez l'acompte · supprime l'autre branche · supprime la facture · paie la branche · déploie en préprod · déploie lundi · déploie plus tard · déploie bientôt ·
refaites-le · faites-le vous-mêmes · oui et non · oui ou non · approuvé ou refusé · oui, mais · oui, seulement · je suis d'accord avec Sam · je suis d'accord en partie · je suis d'accord en principe · j'approuverais · j'approuverai · je vais approuver ·
je veux approuver · à approuver · peut être approuvé · approuvé en principe · feu vert demain · feu vert dès que c'est vert · je valide quand c'est vert · merci d'avoir supprimé · supprimé · payé · déployé · c'est supprimé · la facture est payée ·
la branche est fusionnée · oui, supprimé · oui, payé · oui, adieu · ok, à plus · faites comme vous voulez · peu importe, allez-y · oui bien sûr, comme toujours · mais oui bien sûr, et puis quoi · je peux payer · je paie · tu paies · nous payons demain ·
je supprime moi-même la branche · Tom peut payer · il peut supprimer · on verra · allez-y mollo · vas-y doucement · bon courage · le feu vert · mon accord viendra · j'attends votre accord · demande d'accord · ne payez cette facture
""",
    "es": """
sí es la versión · sí, la rama · sí la factura · aprobado sería mejor · la versión aprobada de ayer · la versión · el pago de la rama · Sam aprobó · todos han aprobado · vosotros habéis aprobado · fue aprobado · está aprobado por Sam ·
aprobado ayer · ya fue aprobado · la otra está aprobada · sí, el importe es correcto · las pruebas están en verde · todo está bien · todo revisado · he revisado todo · estoy contento · tenemos la versión ·
el importe es correcto · sí, lo tenemos · sí, estoy aquí · sí, lo tenéis · por favor · sí, tienes razón · por favor aprueba · aprobad por favor · aprobación por favor · puedes aprobar · hay que borrar · borrar o conservar · paga la mitad ·
paga una parte · paga el anticipo · borra la otra rama · borra la factura · paga la rama · despliega en pre · despliega el lunes · despliega más tarde · despliega pronto · hazlo otra vez · hazlo tú mismo · sí y no · sí o no · aprobado o rechazado ·
sí, pero · sí, solo · estoy de acuerdo con Sam · estoy de acuerdo en parte · de acuerdo en principio · lo aprobaría · lo aprobaré · voy a aprobar · quiero aprobar · por aprobar · puede aprobarse · aprobado en principio · luz verde mañana ·
luz verde cuando esté · apruebo si está en verde · gracias por borrarla · borrada · pagada · publicado · está borrada · la factura está pagada · la rama está fusionada · sí, borrada · sí, pagada · sí, adiós · vale, chao · haced lo que queráis ·
da igual, adelante · sí claro, como siempre · sí, claro, y yo soy el Papa · puedo pagar · pago yo · me paga Sam · se paga sola · pagaremos mañana · yo borro la rama · Tomás puede pagar · él puede borrar · ya veremos · si lo apruebo · mi aprobación vendrá ·
espero tu aprobación · adelante con la otra · adelante con el resto
""",
    "it": """
sì è la versione · sì, il branch · sì la fattura · approvato sarebbe meglio · la versione approvata ieri · la versione · il pagamento del branch · Sam ha approvato · tutti hanno approvato · avete approvato · era approvato · approvato da Sam ·
approvato ieri · già approvato · l'altra è approvata · sì, l'importo è giusto · i test sono verdi · tutto bene · tutto controllato · ho controllato tutto · sono contento · abbiamo la versione · l'importo è corretto ·
sì, lo abbiamo · sì, sono qui · sì, ce l'avete · per favore · sì, hai ragione · per favore approva · approvazione per favore · puoi approvare · si deve cancellare · cancellare o tenere · paga la metà · paga una parte · paga l'acconto ·
cancella l'altro branch · cancella la fattura · paga il branch · pubblica in collaudo · pubblica lunedì · pubblica più tardi · pubblica presto · fallo ancora · fallo tu stesso domani · sì e no · sì o no · approvato o rifiutato · sì, ma · sì, solo ·
sono d'accordo con Sam · sono d'accordo in parte · d'accordo in linea di principio · approverei · approverò · sto per approvare · voglio approvare · da approvare · può essere approvato · approvato in linea di massima · via libera domani ·
via libera quando è verde · approvo se è verde · grazie per averlo cancellato · cancellato · pagata · pubblicato · è cancellato · la fattura è pagata · il branch è unito · sì, cancellato · sì, pagata · sì, addio · ok, arrivederci · fate come vi pare ·
non importa, procedi · sì certo, come sempre · sì, certo, e gli asini volano · posso pagare · pago io · si paga da sola · paghiamo domani · cancello io il branch · Tom può pagare · lui può cancellare · vedremo · se approvo · la mia approvazione arriverà ·
aspetto la tua approvazione · vai piano · vai via
""",
    "pt": """
sim é a versão · sim, a branch · sim a fatura · sim está correto · aprovado seria melhor · a versão aprovada ontem · a versão · o pagamento da branch · o Sam aprovou · todos aprovaram · vocês aprovaram · foi aprovado · aprovado pelo Sam ·
aprovado ontem · já foi aprovado · a outra está aprovada · sim, o valor está certo · os testes estão verdes · tudo bem · tudo conferido · conferi tudo · estou contente · temos a versão · o valor está correto ·
sim, temos · sim, estou aqui · sim, vocês têm · por favor · sim, tem razão · por favor aprove · aprovação por favor · tem de apagar · apagar ou manter · paga a metade · paga uma parte · paga a entrada · apaga a outra branch ·
apaga a fatura · paga a branch · publica em homologação · publica na segunda · publica mais tarde · publica em breve · faz isso outra vez · sim e não · sim ou não · aprovado ou rejeitado · sim, mas · sim, só · concordo com o Sam ·
concordo em parte · de acordo em princípio · aprovaria · aprovarei · vou aprovar · quero aprovar · por aprovar · pode ser aprovado · aprovado em princípio · luz verde amanhã · luz verde quando estiver verde · aprovo se estiver verde ·
obrigado por apagar · apagada · publicado · está apagada · a fatura está paga · a branch está integrada · sim, apagada · sim, adeus · ok, tchau · façam o que quiserem · tanto faz, pode ir · sim claro, como sempre · sim, claro, e eu sou o Pai Natal ·
posso pagar · eu pago · você paga amanhã · pagamos amanhã · eu apago a branch · o Tomás pode pagar · ele pode apagar · vamos ver · se aprovo · a minha aprovação virá · espero a tua aprovação · pode ser que sim · pode ser
""",
    "nl": """
ja dat is de release · ja, de branch · ja de factuur · goedgekeurd zou beter zijn · de goedgekeurde release · de release · de betaling van de branch · Sam heeft goedgekeurd · iedereen heeft goedgekeurd · jullie hebben het goedgekeurd ·
was goedgekeurd · goedgekeurd door Sam · gisteren goedgekeurd · al goedgekeurd · de andere is goedgekeurd · ja, het bedrag klopt · de tests zijn groen · alles goed · alles gecontroleerd · ik heb alles gecontroleerd · ik ben blij ·
we hebben de release · het bedrag klopt · ja, we hebben het · ja, ik ben hier · ja, jullie hebben het · graag · aub · ja, je hebt gelijk · graag goedkeuren · akkoord graag · goedkeuring aub · kun je dat goedkeuren · moeten we verwijderen ·
verwijderen of houden · betaal de helft · betaal een deel · betaal alvast de helft · verwijder de andere branch · verwijder de factuur · betaal de branch · rol het uit op staging · rol het maandag uit · rol het later uit · rol het straks uit ·
doe het nog eens · doe het zelf morgen · ja en nee · ja of nee · goedgekeurd of afgewezen · ja, maar · ja, alleen · ik ben het met Sam eens · ik ben het deels eens · akkoord in principe · ik zou akkoord gaan · ik zal akkoord gaan · ik wil akkoord gaan ·
nog goed te keuren · kan goedgekeurd worden · in principe goedgekeurd · groen licht morgen · groen licht zodra het kan · akkoord als het groen is · bedankt voor het verwijderen · verwijderd · betaald · uitgerold · is verwijderd · de factuur is betaald ·
de branch is gemerged · ja, verwijderd · ja, betaald · Ja, doei. · ja doei · ok, doei · oké, doeg · doe wat je wilt · maakt niet uit, doe maar · ja hoor, zoals altijd · ja hoor, zal wel · ik kan betalen · ik betaal zelf · jij betaalt · we betalen morgen ·
ik verwijder de branch zelf · Tom mag betalen · hij mag verwijderen · we zien wel · mijn akkoord komt nog · ik wacht op je akkoord · ga weg · mij best hoor
""",
    "sv": """
ja det är releasen · ja, branchen · ja fakturan · godkänt vore bättre · den godkända releasen · betalningen av branchen · Sam har godkänt · alla har godkänt · ni har godkänt det · var godkänt · godkänt av Sam ·
godkänt igår · redan godkänt · den andra är godkänd · ja, beloppet stämmer · testerna är gröna · allt bra · allt kontrollerat · jag har kollat allt · jag är nöjd · vi har releasen · beloppet stämmer · ja, vi har det ·
ja, jag är här · ja, ni har det · snälla · ja, du har rätt · vänligen godkänn · godkännande tack · kan du godkänna det · ska vi radera · radera eller behålla · betala hälften · betala en del · betala första delen · radera den andra branchen ·
radera fakturan · betala branchen · släpp den i staging · släpp den på måndag · släpp den senare · släpp den snart · gör det igen · gör det själv imorgon · ja och nej · ja eller nej · godkänt eller avslag · ja, men · jag håller med Sam ·
jag håller delvis med · godkänt i princip · jag skulle godkänna · jag ska godkänna · jag vill godkänna · att godkänna · kan godkännas · grönt ljus imorgon · grönt ljus när det är grönt · jag godkänner om det är grönt · tack för att du raderade ·
raderad · betald · släppt · är raderad · fakturan är betald · branchen är mergad · ja, raderad · ja, betald · ja, hej då · ok, hejdå · Jo, tjena. · gör som ni vill · spelar ingen roll, kör · ja visst, som alltid · jag kan betala · jag betalar själv ·
du betalar · vi betalar imorgon · jag raderar branchen själv · Tom får betala · han får radera · vi får se · mitt godkännande kommer · jag väntar på ditt godkännande · kör sakta · kör hem · ja just det
""",
    "pl": """
tak to jest wersja · tak, gałąź · tak faktura · tak to prawda · zatwierdzone byłoby lepiej · zatwierdzona wczoraj wersja · wersja · płatność za gałąź · Sam zatwierdził · wszyscy zatwierdzili · zatwierdziliście to · było zatwierdzone ·
zatwierdzone przez Sama · zatwierdzone wczoraj · już zatwierdzone wczoraj · inna jest zatwierdzona · tak, kwota się zgadza · tak, testy są zielone · testy są zielone · wszystko dobrze · wszystko sprawdzone · sprawdziłem wszystko · jestem zadowolony ·
mamy wersję · kwota się zgadza · tak, mamy to · tak, jestem tutaj · tak, macie to · proszę · tak, masz rację · proszę zatwierdzić · proszę o zgodę · proszę o akceptację · czy możesz zatwierdzić · czy usunąć · usunąć czy zostawić · zapłać połowę ·
zapłać część · zapłać zaliczkę · usuń inną gałąź · usuń fakturę · zapłać gałąź · wdróż na staging · wdróż w poniedziałek · wdróż później · wdróż wkrótce · zrób to jeszcze raz · zrób to sam jutro · tak i nie · tak albo nie ·
zatwierdzone lub odrzucone · tak, ale · tak, tylko · zgadzam się z Samem · zgadzam się częściowo · zgoda w zasadzie · zgodziłbym się · zatwierdzę · chcę zatwierdzić · do zatwierdzenia · może być zatwierdzone · zielone światło jutro ·
zielone światło gdy będzie zielone · zatwierdzam jeśli zielone · dzięki za usunięcie · usunięta · zapłacona · wydana · jest usunięta · faktura jest zapłacona · gałąź jest scalona · tak, usunięta · tak, pa · ok, żegnaj · Tak, akurat. · róbcie co chcecie ·
wszystko jedno, działaj · tak jasne, jak zawsze · mogę zapłacić · sam zapłacę · ty płacisz · zapłacimy jutro · sam usunę gałąź · Tom może zapłacić · on może usunąć · zobaczymy · moja zgoda będzie · czekam na zgodę · idź stąd · tak sobie
""",
    "ja": """
はい、それがリリースです · 承知しました。よろしくお願いします。 · 了解です。お願いします · はい、ブランチです · はい、請求書です · はい、正しいです · 承認ならよかったです · 承認されたリリース · リリースです · 請求書の支払い · サムさんが承認しました · みんなが承認しました · 承認されました · 承認されていますか · 昨日承認しました ·
もう承認されています · 別のものを承認します · はい、金額は合っています · はい、テストはグリーンです · テストはグリーンです · 全部問題ないと聞きました · 全部確認しました · 確認しました · リリースがあります · 金額は合っています · はい、あります · はい、います · お願い ·
承認をお願いします · 承認お願いします · ご承認ください · 承認してください · 許可してください · 承認してもらえますか · 削除しますか · 削除するか残すか · 半分だけ支払ってください · 一部を支払ってください · 別のブランチを削除してください · 請求書を削除してくださいと言われました ·
ステージングにリリースしてください · 月曜にリリースしてください · 後でリリースしてください · そのうちリリースしてください · もう一度やってもらえますか · 自分でやってください、明日 · はいといいえ · はい、でも · はい、ただし · サムさんに賛成です · 一部賛成です · 原則承認です ·
承認したいです · 承認する予定です · 承認するつもりです · 承認待ちです · 承認できます · 明日承認します · グリーンになったら承認します · グリーンなら承認します · 削除ありがとうございます · 削除済みです · 支払い済みです · リリース済みです · 削除しました · 支払いました ·
はい、削除しました · はい、さようなら · はいはい · はいはい、どうせ · 勝手にしてください · どうでもいいです、どうぞ · 私が払います · あなたが払います · 明日払います · 私が削除します · トムさんが払えます · 彼が削除できます · 様子を見ます · 承認は後です ·
承認を待っています · もし承認するなら · 承認かもしれません
""",
}
