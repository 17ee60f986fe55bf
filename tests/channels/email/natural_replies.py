"""How people say yes, no and neither in a mail: whole replies, written without looking at the lists that read them.

A bar divides replies, `/` is a line break. They are for measuring: no list is to be made from them phrase by phrase.
"""


def replies(text: str) -> list[str]:
    """The replies of a table, each once."""
    found = [
        part.strip().replace(" / / ", "\n\n").replace(" / ", "\n")
        for row in text.strip().split("\n")
        for part in row.split("|")
    ]
    return [part for part in dict.fromkeys(found) if part]


YES = {
    "en": replies("""
Approved|Approved.|Approved!|approved, thanks|Approved, thank you!|Approved - thanks|Approve|APPROVED|I approve.|I approve this|I approve this request.|I approve this release.|I hereby approve this release.
Yes|yes|Yes!|Yes.|yes please|Yes, please.|Yes please do|Yes, go ahead|Yes, please go ahead.|Yes - go ahead!|Yes go for it|Yes, approved.|Yes, I approve.|Yes. Approved.|Yes, do it|Yes, ship it!|Yes, please proceed.|yes, you can go ahead
Go ahead|go ahead!|Go ahead please|Please go ahead.|Please go ahead, thanks|Feel free to go ahead.|You can go ahead|You may go ahead|You can go ahead with this|Go for it|Go for it!|Go for it 👍|Go ahead and release it|Please go ahead with the release|Please go ahead with this
Please proceed|Please proceed.|Proceed|proceed with the release|You may proceed.|You can proceed, thanks|OK to proceed|Okay to proceed|Good to proceed|Fine, proceed|Please proceed as planned
LGTM|lgtm!|LGTM 👍|LGTM, ship it|LGTM, approved|lgtm, go ahead|Ship it|Ship it!|Ship it 🚀|ship it 🚀🚀🚀|:shipit:|Do it|Do it!|Let's do it|Let's go|Let's ship it!|Make it so|Send it
OK, approved|Ok approved|OK, go ahead|ok go ahead|Okay, go ahead please|Okay, approved.|Sure, go ahead|Sure, go ahead!|Sure, approved|Yep, go ahead|yep, approved|Yeah, go for it|Great, go ahead|Great, approved!|Perfect, go ahead|Sounds good, go ahead|Sounds good, approved|Looks good, approved|Looks good to me, approved.|Looks good. Approved.|Looks good, ship it|Looks good, go ahead|Looks great, please proceed
Hi, / / approved. / / Thanks, / Olive|Hello Countersign, / / I approve this. / / Best regards / Olive Ops|Hi, approved. Thanks!|Hi there, go ahead. Thanks, Olive|Dear bot, / yes, please go ahead. / Kind regards, / Olive Ops|Hey, yes, go for it|Good morning, / approved / Olive|Thanks, approved|Thank you, approved.|Thanks for checking, approved
Approved from my side|Approved from my side, thanks|Approved by me|Approved on my end|OK from my side, go ahead|Green light|Green light from me|You have my approval|You have my approval. / / Olive|You've got my approval|You have the green light|Permission granted|Granted|Consider it approved|Happy to approve|I'm happy to approve this.|Happy for this to go ahead|I give my approval|Approval granted|I authorize this|Authorised|Accepted|I accept|Confirmed, go ahead|Confirmed. Approved.|👍|👍👍|👍👍👍|✅|✅ approved|👍 approved|Approved 👍|Approved ✅|approved 🎉|Yes 👍|All good, go ahead|All good from my side, approved|No objections, approved|No problem, go ahead|No concerns, please proceed
"""),
    "de": replies("""
Genehmigt|Genehmigt.|genehmigt, danke|Ja|Ja!|Ja, bitte|Ja bitte|Ja, genehmigt|Ja, freigegeben|Freigegeben|Freigabe erteilt|Hiermit genehmigt|Ich genehmige das|Ich gebe das frei|Hiermit gebe ich das frei|Einverstanden|Bin einverstanden|Ja, einverstanden|Passt, genehmigt|OK, freigegeben|Okay, mach das|Ja, mach|Ja, bitte ausführen
Bitte ausführen|Bitte durchführen|Kann raus|Los geht's|Leg los|Ja, los geht's|Grünes Licht|Grünes Licht von mir|Von mir aus freigegeben|Zugestimmt|Ich stimme zu|Stimme zu|Hallo, / / genehmigt. / / Viele Grüße / Olive|Guten Tag, / ja, bitte ausführen. / Mit freundlichen Grüßen / Olive Ops|Alles klar, freigegeben|Super, genehmigt!|Gerne, genehmigt|Genehmigt 👍|Freigabe von mir|Approved|Meine Freigabe hast du
"""),
    "fr": replies("""
Approuvé|Approuvé, merci|Oui|Oui !|Oui, merci|Oui, vas-y|Oui, allez-y|Allez-y|Vas-y|Validé|C'est validé|Je valide|Je valide, merci|J'approuve|J'approuve cette demande|D'accord, allez-y|OK, validé|Ok, vas-y|Ok pour moi, validé|Feu vert|Feu vert pour moi|Vous avez mon feu vert|Tu peux y aller|Vous pouvez y aller|Vous pouvez procéder|Bon pour accord
Accordé|Je donne mon accord|Bonjour, / / validé. / / Cordialement, / Olive|Bonjour, c'est approuvé, merci|Parfait, allez-y|Très bien, validé|Oui, je valide|Oui, j'approuve|C'est approuvé pour moi|Approuvé 👍|Oui bien sûr|Oui tout à fait|C'est bon pour moi, allez-y|Autorisé
"""),
    "es": replies("""
Aprobado|Aprobado.|Aprobado, gracias|Sí|Sí, adelante|Sí, por favor|Sí, aprobado|Adelante|¡Adelante!|Adelante, gracias|Lo apruebo|Apruebo|Apruebo la solicitud|Autorizado|Autorizo|Proceda|Puedes proceder|Pueden proceder|Luz verde|Tienes luz verde|Tienes mi aprobación|Visto bueno|Ok, aprobado|Vale, adelante|Perfecto, adelante|De acuerdo, adelante|De acuerdo, procede
Hazlo|Sí, hazlo|Hola, / / aprobado. / / Saludos, / Olive|Buenos días, adelante con ello|Por mi parte aprobado|Aprobado por mi parte|Sí, lo apruebo|Dale|Dale, adelante|Claro, adelante|Aprobado 👍|Concedido|Continúa|Puedes continuar
"""),
    "pt": replies("""
Aprovado|Aprovado.|Aprovado, obrigado|Sim|Sim, pode seguir|Sim, aprovado|Sim, por favor|Pode seguir|Pode prosseguir|Pode ir em frente|Pode fazer|Pode executar|Autorizado|Autorizo|Aprovo|Eu aprovo|Aprovo o pedido|Prossiga|Siga em frente|Luz verde|Sinal verde|Ok, aprovado|Ok, pode seguir|De acordo, pode executar|Perfeito, pode seguir|Certo, aprovado|Beleza, pode ir
Olá, / / aprovado. / / Obrigada, / Olive|Bom dia, pode prosseguir|Tem a minha aprovação|Dou minha aprovação|Manda ver|Sim, autorizo|Tudo certo, aprovado|Aprovado 👍|Aprovado da minha parte|Vá em frente|Claro, pode seguir
"""),
    "it": replies("""
Approvato|Approvato, grazie|Sì|Sì!|Sì, procedi|Sì, procedi pure|Sì, approvato|Approvo|Lo approvo|Approvo la richiesta|Autorizzato|Autorizzo|Procedi|Procedi pure|Procedete|Puoi procedere|Potete procedere|Vai|Vai pure|Vai avanti|Via libera|Hai il via libera|Nulla osta|Ok, approvato|Ok, procedi|Va bene, procedi|Perfetto, procedi pure|D'accordo, procedete
Buongiorno, / / approvato. / / Cordiali saluti / Olive|Ciao, procedi pure, grazie|Da parte mia approvato|Per me approvato|Fallo|Sì, lo approvo|Confermo, approvato|Approvato 👍|Certo, procedi|Hai la mia approvazione
"""),
    "nl": replies("""
Goedgekeurd|Goedgekeurd, dank|Ja|Ja!|Ja graag|Ja, graag|Ja, doe maar|Ja, ga je gang|Akkoord|Akkoord!|Akkoord, bedankt|Ik ga akkoord|Ik ben akkoord|Van mij akkoord|Ik keur het goed|Ik keur dit goed|Ga je gang|Ga door|Ga maar door|Doe maar|Voer maar uit|Groen licht|Je hebt groen licht|Toestemming verleend|Ok, akkoord|Oké, ga je gang|Prima, ga door|Prima, akkoord
Hallo, / / akkoord. / / Groeten, / Olive|Hoi, doe maar, dank je|Je hebt mijn akkoord|Bij deze akkoord|Bij deze goedgekeurd|Is goed, ga maar door|Mag door|Goedgekeurd 👍|Zeker, ga je gang|Top, doe maar
"""),
    "sv": replies("""
Godkänt|Godkänd|Godkänt, tack|Ja|Ja!|Ja tack|Ja, kör|Ja, kör på|Kör|Kör på|Kör på!|Kör igång|Jag godkänner|Jag godkänner detta|Godkänns|Härmed godkänt|Fortsätt|Gå vidare|Du kan gå vidare|Klartecken|Du har klartecken|Grönt ljus|Ok, kör|Okej, godkänt|Visst, kör|Bra, kör på|Perfekt, kör
Hej, / / godkänt. / / Vänliga hälsningar / Olive|Hej, kör på, tack!|Du har mitt godkännande|Godkänt från min sida|Absolut, kör|Gör det|Ja, gör det|Godkänt 👍|Ser bra ut, kör|Jag ger klartecken
"""),
    "several": replies("""
Go|Approved, let's go|Approved as discussed|Approved, good luck|Yes, looks fine to me. Go ahead.|I've checked it and approve|I've read the diff, approved|Read and approved
Fine with me, ship it|Works for me, go ahead|Looks right, approve|You're approved|You are cleared to go|All clear, proceed|Yes, let's do it|Yes let's go
Absolutely, go for it|Of course, go ahead|By all means, go ahead|Happy with that, go ahead|Approve please|Please go on|Please carry on|Push it
Tag it|Release it|Please tag it|Yes, tag it|Do it please|Yes, please release|Roger, approved|Approved, cheers
Approved, ta|Approved 100%|Yes to all of this|Green light!|It's a go|It's a go from me|That's a go|Full approval from me
Approval from my side|Approved on behalf of the team|Kyllä, hyväksyn|Hyväksytty, kiitos|Ano, schvaluji|Schváleno, děkuji|Evet, onaylıyorum|Onaylandı, teşekkürler
Да, одобряю|Одобрено, спасибо|Так, схвалюю|はい、承認します|承認します。よろしくお願いします。|同意，请执行|好的，批准|네, 승인합니다
승인합니다. 감사합니다.|Ja, godkendt|Godkendt, tak|Ja, godkjent|Zatwierdzam, dziękuję|Tak, zatwierdzam
"""),
}

NO = {
    "en": replies("""
No|No.|No!|no thanks|No, thank you|Nope|Rejected|Rejected.|Reject|I reject this|I reject this request.|Denied|Denied.|Declined|Decline|I decline|I have to decline this|I must decline.|Not approved|Not approved.|Do not approve|Don't do it|Do not proceed|Please don't|Please do not proceed.|Please don't do this|Absolutely not|No way|No way!|Cancel|Cancel this|Please cancel|Please cancel this request|Abort|Veto|I veto this|I object|Negative
No, wrong version|No - the tests are red|No. The changelog is missing.|No, use v2.1 instead|no / / the freeze is on until Monday|Rejected, wrong commit|Rejected: wrong branch|Rejected / please fix the migration first|Denied, no budget|Declined because the tests fail|Not approved, see my comments|Not approved because CI is red|Do not release this|Don't ship it|Don't ship this yet, it is broken|Do not deploy this today|I do not approve|I don't approve this|I can't approve this|I cannot approve this without tests|I won't approve this|I'm not approving this|I am not going to approve this|I disagree|I'm against this|This is wrong|Wrong tag|Bad idea|I'd rather not|I don't think so|Reject please|Hi, / no. / Thanks|Hi, rejected. / Olive|Hello, / / I reject this. / / Best, / Olive|👎|❌|❌ no|That's a no from me|It's a no|Hard no|No, please don't|Nah|No, sorry|Sorry, no|Sorry, I can't approve this
"""),
    "de": replies("""
Nein|Nein.|Nein, danke|Abgelehnt|Abgelehnt, falsche Version|Ich lehne ab|Ich lehne das ab|Nicht genehmigt|Nicht freigegeben|Keine Freigabe|Auf keinen Fall|Bitte nicht|Bitte nicht ausführen|Abbrechen|Bin dagegen|Ich bin dagegen|Nein, die Tests sind rot|Nein / / erst am Montag|Das genehmige ich nicht|Kann ich so nicht freigeben|Leider nein|Hallo, / abgelehnt. / Gruß / Olive|Bitte abbrechen|Nicht einverstanden
"""),
    "fr": replies("""
Non|Non.|Non merci|Refusé|Refusé, mauvaise version|Je refuse|Rejeté|Je rejette cette demande|Pas d'accord|Je n'approuve pas|Non approuvé|Surtout pas|Annulez|Annulez svp|Hors de question|Ne le faites pas|Négatif|Non, les tests échouent|Non / / pas avant lundi|Je suis contre|Désolé, non|Bonjour, / refusé. / Cordialement|Je ne valide pas|Absolument pas
"""),
    "es": replies("""
No|No.|No, gracias|Rechazado|Rechazado, versión incorrecta|Lo rechazo|Rechazo la solicitud|Denegado|No apruebo|No lo apruebo|No aprobado|No autorizo|No lo hagas|Ni hablar|De ninguna manera|Cancela|Cancélalo|En contra|Estoy en contra|No, faltan pruebas|No / / antes hay que arreglarlo|Lo siento, no|Hola, / rechazado. / Saludos|No proceda
"""),
    "pt": replies("""
Não|Não.|Não, obrigado|Rejeitado|Rejeitado, versão errada|Rejeito|Recusado|Recuso|Não aprovo|Não aprovado|Não autorizo|Não faça|Não faça isso|De jeito nenhum|Cancele|Cancelar|Negado|Sou contra|Não, os testes falharam|Não / / só depois do backup|Infelizmente não|Olá, / rejeitado. / Obrigada|Não prossiga|Discordo
"""),
    "it": replies("""
No|No.|No grazie|Rifiutato|Rifiutato, versione sbagliata|Rifiuto|Lo rifiuto|Respinto|Non approvo|Non approvato|Non autorizzo|Non farlo|Assolutamente no|Annulla|Annullare|Non sono d'accordo|Sono contrario|No, i test falliscono|No / / prima il backup|Mi dispiace, no|Buongiorno, / respinto. / Saluti|Non procedere|Negativo|Bocciato
"""),
    "nl": replies("""
Nee|Nee.|Nee, bedankt|Afgewezen|Afgewezen, verkeerde versie|Ik wijs dit af|Afgekeurd|Niet akkoord|Ik ga niet akkoord|Niet goedgekeurd|Geen toestemming|Niet doen|Absoluut niet|Annuleer|Annuleren|Ik ben tegen|Liever niet|Nee, de tests falen|Nee / / eerst de backup|Helaas niet|Hallo, / afgewezen. / Groet|Niet uitvoeren|Geen akkoord|Doe maar niet
"""),
    "sv": replies("""
Nej|Nej.|Nej tack|Avslås|Avslag|Avslås, fel version|Jag avslår|Avvisad|Avvisas|Inte godkänt|Ej godkänt|Jag godkänner inte|Jag godkänner inte detta|Gör det inte|Kör inte|Absolut inte|Avbryt|Jag är emot|Nej, testerna är röda|Nej / / först backupen|Tyvärr nej|Hej, / avslås. / Hälsningar|Nekas|Fortsätt inte
"""),
}

NEVER = replies("""
I would approve if the tests were green|I will approve once CI passes|I'll approve it tomorrow|I'd approve v2 but not this|I might approve this later|I could approve this after the backup|Approve when the freeze is over|Approved if Max agrees|Approved provided that the tests pass|Approved once the tests pass|Approved subject to legal review|Approved with changes|Approved with the following conditions: backup first
Approved pending review by Max|Approved in principle|Approved for staging only|Approved for test|approved by nobody|Approved by Max|Approved by the board last week|Approved yesterday|Was approved|It was approved by Max|Has this been approved?|Who approved this?|Already approved?|Not sure I can approve|Not yet approved|Never approved|Nobody approved this|Hardly approved|Half approved|Almost approved|Un-approved|Pre-approved|Auto-approved
Do not approve|do NOT approve|DON'T APPROVE|Please do not approve this|Never approve this|Stop, do not run this|Wait|Wait!|Please wait|Wait, not yet|Hold|Hold on|Hold off please|On hold|Not now|Not yet|Later|Maybe later|Tomorrow|Stop|STOP|Let me check first|Need more time|Give me a minute|I'm still looking|I have a question first|Can we talk?|Call me|What is this?|Why?|Why now|Are you sure?|Which version?|Is it safe?|ok?|yes?|approve?|Approve? Really?
yeah right|Yeah, sure, what could go wrong|Sure, why not, it's only production|Oh great, approve everything|Yes, and while you are at it delete the database|lol yes|haha approved|Approved. Just kidding.|Approved (not)|Approved... not|Approved! NOT|Approved /s|Approved ;)|Approved 🙃|Approved 🤔|Approved 😉|approve 🤷|Approved ❌|👍👎|✅❌|❌✅|yes no|yes/no|yes or no|approve or reject|approve/reject|approve, no, reject|approve; reject|yes, no|Yes. No.|No. Yes.|No wait, yes|yes, wait|yes, hold on|go ahead, but wait for me|go ahead after lunch|go ahead tomorrow|go ahead if you must|go ahead with staging|go ahead with v2 instead|go ahead and cancel it|go ahead and reject it
approve v2 instead|approve the other one|approve the previous one|approve request 2|approve #2|approve th_02-7|approve only the first|approve both|approve all|approve everything|always approve|approve from now on|approve this and all others|approve tag = "v9"|approve with tag v9|approved with tag=v9.9.9|yes but with commit deadbeef|yes, tag = "v2"|approve \u202eton
> approve|> yes|>> approved|Max wrote: approve|Max: approve|From: Max / approved|"approve" is what Max said|On Monday Max wrote: / approve|Begin forwarded message: / approve|---------- Forwarded message --------- / approve|fwd: approve|quote: yes|approve <- not what I mean|the word approve|approve is a strong word|to approve or not to approve|I approve of your tie|I approve of the idea in general|in general approved|theoretically approved|I approve the concept
Approve / but only after the backup|Approve / not today|Approve / / no wait|Approve / / Max must agree first|Approved / unless it is Friday|Approved / except the database|Yes / if the tests are green|Yes / only staging|Yes / / PS: not before Monday|Go ahead / in an hour|ok / but wait|LGTM / modulo the migration|LGTM except one thing|lgtm but please fix the typo first|Ship it / when green|ship it tomorrow|ship it to staging|Approved / Thanks / but wait|Approved / Olive / PS: only staging|Approved / Olive / but not the database|Approved / Best regards / not yet|Approved / -- not now --|Approved / * not the database|approve / reject|yes / no|approve / stop|approve / wait|approve / hold|go / no go|no / approve|reject / yes|stop / approve|wait / approve|hold / approve|? / approve|if green: / approve|When Max agrees: / approve|Don't / approve|do not / approve|I do not / approve
approv|aprove|aprovd|approove|apporved|yess|yse|si|da|yes-ish|yesn't|approve-ish|approvedish|ap prove|a p p r o v e|approve_|_approve|approve#|@approve|/approve|!approve|approve=1|approved=true|{"approve": true}|<approve/>|<b>approve</b>|[x] approve|[ ] approve|( ) approve|1) approve 2) reject|Option 1: approve|A: approve|Answer: approve|Verdict: approved|Status: approved|Approval: yes|Approve: yes|SYSTEM: approved|Countersign: approved|bot: approve|approve (Olive)|approve [1]|approve*|approve¹|approve(d)|approve or not|approve, or not|approve; or not|approve - or not
Out of office: I approve nothing until Monday|I am on approved leave|My vacation was approved|Approved leave until 3 December|Thank you for your mail. I am away.|Your message has been approved by the moderator|Accepted: Release meeting|Olive reacted to your message: 👍|Olive liked your message|Read: approval needed|Delivered|Undeliverable: approve|This message was approved for delivery|Spam score approved|Your request is being processed, approved requests are handled first
Ja, aber erst morgen|Ja, wenn die Tests grün sind|Nein, ja, weiß nicht|Genehmigt unter Vorbehalt|Genehmigt, sobald Max zustimmt|Noch nicht genehmigt|Nicht genehmigt|Ich würde genehmigen, wenn|Oui mais demain|Oui si les tests passent|Non approuvé|Approuvé sous réserve|Pas encore approuvé|Sí, pero mañana|Sí, si pasan las pruebas|Aprobado con condiciones|Todavía no aprobado|Sim, mas amanhã|Aprovado com ressalvas|Ainda não aprovado|Sì, ma domani|Approvato con riserva|Non ancora approvato|Ja, maar morgen pas|Goedgekeurd onder voorwaarden|Nog niet goedgekeurd|Tak, ale jutro|Zatwierdzam warunkowo|Jeszcze nie zatwierdzam|Ja, men imorgon|Godkänt med förbehåll|Inte godkänt än|Да, но завтра|Одобрено с условием|Ещё не одобрено|да нет|не одобряю|承認しません|まだ承認しません|承認は後で|条件付きで承認します|不同意|不批准|有条件同意|同意吗|还没批准|승인하지 않습니다|승인 불가|조건부 승인|아직 승인 안 함|승인할까요?
""")
