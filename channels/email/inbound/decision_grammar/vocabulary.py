"""The closed lists of the decision grammar, by language, and how a person's languages choose among them.

An approval never crosses languages: a phrase that approves in one configured language and means something else in another
one only sounds like a yes.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.core.memoization import remember
from channels.email.inbound.decision_grammar.courtesies import CLOSING, GREETED, GREETING

APPROVING = """
en approve · approved · i approve · i do approve · i hereby approve · we approve · hereby approved · approving · approve it · approved by me · approval granted
en approved by me · i have approved · i've approved · i give my approval · i grant approval · i grant my approval · you have my approval · my approval · you have approval
en consider it approved · consider this approved · happy to approve · i'm happy to approve · i am happy to approve · glad to approve · it's approved · it is approved
en this is approved · that's approved · request approved · release approved · deployment approved · change approved · fully approved · 100% approved
en yes · yes go · yes go for it · yes please · yes i do · yes you can · yes you may · yes do it · yes of course · yes absolutely · yes definitely · yes indeed · yes sir · yes ma'am · yes to this · yes from me · a yes from me · it's a yes from me · that's a yes · it's a yes
en you have got my approval · you have got the green light · you have got my go · happy for this to go ahead · happy for it to go ahead · i am happy for this to go ahead · reviewed and approved · checked and approved · i reviewed and approve · i confirm my approval · i confirm the approval · approval confirmed · yes this is approved · yes that is approved · i sign off on it · you are clear
en it is a go · that is a go · it is a go from me · full approval · full approval from me · approval from me · approval from my side · you are approved · you are cleared to go · you are clear to proceed · cleared to proceed · please release · please run · please tag · please execute · please push · please merge · please go on · go on · please ship
en please proceed · proceed · you may proceed · you can proceed · feel free to proceed · okay to proceed · ok to proceed · good to proceed · clear to proceed · cleared to proceed
en go ahead · please go ahead · you can go ahead · you may go ahead · feel free to go ahead · go right ahead · go on then · go for it · please go for it · let's go ahead · let it go ahead
en do it · please do it · please do · do so · please do so · just do it · make it so · make it happen · let's do it · let's do this · let's go · let's go for it · carry on · please carry on · continue · please continue
en ship it · please ship it · let's ship it · let's ship · send it · roll it out · run it · please run it · execute it · deploy it · please deploy · please deploy it · release it · please release it · push it · please push it · merge it · tag it
en yep · yup · yeah · aye · absolutely · definitely · certainly · of course · by all means · agreed · i agree · good to go
en lgtm · looks good to me and approved · looks good and approved · green light · you have the green light · you have my green light · green light from me · green light from my side · permission granted · granted · authorised · authorized · i authorise · i authorize
en authorisation granted · authorization granted · accepted · i accept · you have my go · you have my permission · you have my consent · you have permission · i consent · i give my consent · signed off · sign-off given · cleared
en confirmed and approved · ok to go · okay to go · you are clear to go · you're good to go · you are good to go · good to go from my side · good to go from me · go go go · ok from my side, approved · thumbs up from me, approved · affirmative
de ja · ja bitte · ja gerne · ja gern · ja genehmigt · ja freigegeben · ja bitte ausführen · ja mach · ja mach das · ja machen · ja passt so · genehmigt · hiermit genehmigt · ich genehmige · ich genehmige das · ich genehmige es · ich genehmige dies · genehmige ich
de gebe ich das frei · hiermit gebe ich das frei · hiermit gebe ich frei · das gebe ich frei · geben wir frei · mach · ja mach ruhig · mach ruhig · kannst du so machen · so machen · genehmigt und freigegeben · geprüft und freigegeben · geprüft und genehmigt
de hiermit genehmige ich · hiermit genehmige ich das · das ist genehmigt · genehmigung erteilt · meine genehmigung hast du · du hast meine genehmigung · sie haben meine genehmigung · freigegeben · hiermit freigegeben · von mir freigegeben
de ich gebe frei · ich gebe das frei · ich gebe es frei · gebe ich frei · gebe frei · freigabe · freigabe erteilt · freigabe ist erteilt · freigabe meinerseits · meine freigabe hast du · du hast meine freigabe · sie haben meine freigabe · freigabe von mir · einverstanden · bin einverstanden · ich bin einverstanden
de ich bin damit einverstanden · damit einverstanden · zugestimmt · ich stimme zu · stimme zu · zustimmung · zustimmung erteilt · meine zustimmung hast du · du hast meine zustimmung · bitte ausführen · bitte durchführen · bitte machen · bitte fortfahren · bitte weitermachen · bitte loslegen · bitte deployen
de kannst du machen · darfst du · könnt ihr machen · können sie machen · darfst du machen · du darfst · ihr dürft · sie dürfen · mach das · mach es · mach mal · mach bitte · machen · machen wir · machen wir so · ausführen · durchführen · fortfahren · weitermachen · leg los · los · los geht's · auf geht's · kann raus · raus damit · grünes licht
de grünes licht von mir · von mir aus grünes licht · grünes licht meinerseits · erlaubt · bewilligt · akzeptiert · angenommen · gestattet · jawohl · go von mir · von mir ein go · von mir ein ja · ein ja von mir
fr oui · oui merci · oui vas-y · oui allez-y · oui bien sûr · oui je valide · oui j'approuve · oui c'est validé · oui tout à fait · oui pour moi · approuvé · approuvée · approuvés · c'est approuvé · j'approuve · j'approuve cette demande · j'approuve la demande · je l'approuve · approuvé par moi · demande approuvée · validé · validée
fr c'est validé · je valide · je valide la demande · je valide cette demande · je le valide · je la valide · demande validée · validation accordée · validé pour moi · validé de mon côté · accordé · accordée · c'est accordé · d'accord allez-y · d'accord vas-y · allez-y · vas-y · allez y · vas y · tu peux y aller · vous pouvez y aller · vous pouvez procéder · tu peux procéder
fr vous pouvez continuer · tu peux continuer · vous pouvez exécuter · vous pouvez lancer · tu peux lancer · procédez · procède · poursuivez · continuez · exécutez · lancez · lance · feu vert · feu vert pour moi · feu vert de ma part · vous avez mon feu vert · tu as mon feu vert · bon pour accord · je donne mon accord · vous avez mon accord · tu as mon accord · accord donné · j'autorise · autorisé
fr autorisée · c'est autorisé · autorisation accordée · j'accepte · accepté · acceptée · go pour moi · c'est parti · c'est bon pour moi, allez-y · faites-le · fais-le · allons-y · on y va
es sí · sí por favor · sí adelante · sí claro · sí apruebo · sí lo apruebo · sí hazlo · sí aprobado · sí de acuerdo · sí señor · aprobado · aprobada · queda aprobado · queda aprobada · está aprobado · apruebo · lo apruebo · la apruebo · apruebo la solicitud · apruebo esta solicitud · yo apruebo · solicitud aprobada · aprobado por mi parte · aprobado por mí · autorizado · autorizada · queda autorizado · autorizo · lo autorizo · autorización concedida · aprobación concedida
es adelante con ello · adelante con eso · adelante con esto · puedes hacerlo · pueden hacerlo · puede hacerlo
es adelante · adelante por favor · puedes seguir adelante · pueden seguir adelante · siga adelante · sigue adelante · vamos adelante · proceda · proceded · procede · procedan · puedes proceder · puede proceder · pueden proceder · por mí adelante · por mi parte adelante · luz verde · tienes luz verde · tienen luz verde · luz verde por mi parte · tienes mi aprobación · tiene mi aprobación · tienes mi visto bueno · tiene mi visto bueno · doy mi aprobación · doy mi visto bueno · visto bueno · doy el visto bueno
es hazlo · hágalo · háganlo · házlo · ejecútalo · ejecuta · ejecute · ejecútelo · lánzalo · publícalo · despliégalo · continúa · continúe · continúen · puedes continuar · puede continuar · puedes ejecutarlo · puede ejecutarlo · concedido · permiso concedido · aceptado · acepto · lo acepto · dale · conforme, adelante
it sì · sì grazie · sì procedi · sì procedete · sì certo · sì approvo · sì approvato · sì vai · sì vai pure · sì per favore · sì confermo e approvo · approvato · approvata · è approvato · è approvata · approvo · lo approvo · la approvo · approvo la richiesta · approvo questa richiesta · io approvo · richiesta approvata · approvato da me · da parte mia approvato · approvato da parte mia · approvazione concessa · hai la mia approvazione · ha la mia approvazione · do la mia approvazione
it autorizzato · autorizzata · autorizzo · lo autorizzo · autorizzazione concessa · procedi · procedi pure · proceda · proceda pure · procedete · procedete pure · procediamo · puoi procedere · può procedere · potete procedere · si proceda · vai · vai pure · vai avanti · andate avanti · vada avanti · andiamo avanti · puoi andare avanti · via libera · hai il via libera · do il via libera · dò il via libera · nulla osta · esegui · esegui pure · eseguite · fallo · fallo pure · fatelo · lancialo · rilascia pure · pubblicalo
it continua · continua pure · continuate · accettato · accetto · concesso · permesso accordato · acconsento · hai il mio ok · ha il mio ok · hai il mio consenso · avete la mia approvazione
pt sim · sim por favor · sim pode · sim pode seguir · sim claro · sim aprovo · sim aprovado · sim pode executar · sim pode prosseguir · sim pode ir · aprovado · aprovada · está aprovado · está aprovada · aprovo · eu aprovo · aprovo o pedido · aprovo esta solicitação · aprovo a solicitação · aprovo este pedido · pedido aprovado · solicitação aprovada · aprovado por mim · aprovado da minha parte · aprovação concedida · tem minha aprovação · tem a minha aprovação · você tem minha aprovação
pt pode ir · podes ir · pode ser feito · está autorizado por mim
pt dou minha aprovação · autorizado · autorizada · está autorizado · autorizo · eu autorizo · autorização concedida · pode prosseguir · pode seguir · pode ir em frente · pode avançar · podem avançar · pode continuar · pode proceder · pode executar · pode fazer · pode rodar · pode lançar · pode publicar · podem prosseguir · podem seguir · prossiga · prossigam · siga em frente · segue em frente · vá em frente · vai em frente · avance · avança · avancem · continue por favor · continua por favor
pt luz verde · tem luz verde · sinal verde · tem sinal verde · pode mandar ver · manda ver · manda bala · execute · executa · faça · faça isso · faz isso · faz · permissão concedida · concedido · aceito · aceite por mim · vamos em frente · bora · siga · podes avançar · podes fazer · podes seguir
nl ja · ja graag · ja hoor · ja doe maar · ja prima · ja akkoord · ja goedgekeurd · ja zeker · ja natuurlijk · ja ga je gang · ja ga maar door · goedgekeurd · bij deze goedgekeurd · hierbij goedgekeurd · ik keur goed · ik keur het goed · ik keur dit goed · keur ik goed · goedkeuring verleend · je hebt mijn goedkeuring · u heeft mijn goedkeuring · goedkeuring van mij · akkoord · akkoord van mij · van mij akkoord · voor mij akkoord · mijn akkoord heb je · je hebt mijn akkoord · ik ga akkoord · ga akkoord · ik ben akkoord
nl ik geef akkoord · ik geef mijn akkoord · ik ga ermee akkoord · hierbij akkoord · bij deze akkoord · ga je gang · gaat uw gang · ga uw gang · ga door · ga maar door · ga maar · ga verder · ga maar verder · doorgaan · je kunt doorgaan · je mag doorgaan · u kunt doorgaan · u mag doorgaan · voer uit · voer maar uit · voer het uit · voer het maar uit · uitvoeren · graag uitvoeren · doe maar · doe het · doe het maar · groen licht · groen licht van mij · je hebt groen licht · u heeft groen licht
nl toestemming verleend · toestemming gegeven · ik geef toestemming · je hebt mijn toestemming · u heeft mijn toestemming · toegestaan · geaccepteerd · mag door · mag doorgaan · mag live · kan door · kan live · vooruit maar · start maar · prima ga door · geautoriseerd · fiat · mijn fiat heb je
pl zatwierdzam · zatwierdzam to · zatwierdzam wniosek · ja zatwierdzam · zatwierdzone · zatwierdzono · zatwierdzony · zatwierdzona · wniosek zatwierdzony · tak zatwierdzam · tak proszę · tak zgadzam się · tak akceptuję · tak zgoda · tak można · tak jest · akceptuję · akceptuję to · akceptuje · zaakceptowane · zaakceptowano · zaakceptowany · zgadzam się · zgadzam się na to · ja się zgadzam · zgoda · moja zgoda · masz moją zgodę · ma pan moją zgodę · ma pani moją zgodę · wyrażam zgodę · daję zgodę · jest zgoda · zgoda udzielona · udzielam zgody
pl proszę wykonać · proszę kontynuować · proszę działać · proszę uruchomić · proszę wdrożyć · proszę robić · można działać · można wykonać · można kontynuować · można wdrażać · można puszczać · możesz działać · możesz kontynuować · możesz wykonać · możesz to zrobić · możecie działać · działaj · działajcie · działaj śmiało · kontynuuj · wykonaj · wykonaj to · rób · rób to · zrób to · dawaj · jedziemy · lecimy · puszczaj · wdrażaj · wdrażamy · zielone światło · masz zielone światło · daję zielone światło · potwierdzam zgodę · zezwalam · pozwalam · autoryzuję
sv ja · ja tack · ja gärna · ja kör · ja kör på · ja godkänt · ja godkänns · ja absolut kör · jajamän · godkänd · godkänt · godkända · godkänns · jag godkänner · jag godkänner det · jag godkänner detta · jag godkänner den · godkänner · härmed godkänt · härmed godkänns · godkännes · godkänt av mig · godkänt från mig · godkänt från min sida · du har mitt godkännande · mitt godkännande har du · ni har mitt godkännande · godkännande lämnat · kör · kör på · kör igång · kör bara · kör hårt · kör den · kör det · bara att köra
sv ja det är godkänt · varsågod att köra · fortsätt · fortsätt gärna · var god fortsätt · gå vidare · du kan gå vidare · ni kan gå vidare · gör det · gör så · gör gärna det · klartecken · du har klartecken · klartecken från mig · klartecken ges · grönt ljus · du har grönt ljus · grönt ljus från mig · tillåts · tillåtet · tillstånd beviljat · beviljat · beviljas · beviljad · accepterat · jag accepterar · jag ger klartecken · jag ger mitt godkännande · jag samtycker · verkställ
da ja · ja kør · ja gerne · ja bare kør · ja kør bare · ja godkendt · ja det er godkendt · ja gør det · godkendt · det er godkendt · hermed godkendt · jeg godkender · jeg godkender det · jeg godkender dette · jeg godkender den · godkender · godkendes · godkendt af mig · godkendt herfra · godkendt fra min side · du har min godkendelse · i har min godkendelse · godkendelse givet · kør · kør på · kør bare · kør den · kør det · kør løs · bare kør · sæt i gang · sæt bare i gang · fortsæt · fortsæt bare · fortsæt venligst · gå videre
da gå bare videre · du kan gå videre · du kan godt gå videre · gå i gang · gør det · gør det bare · bare gør det · grønt lys · du har grønt lys · grønt lys herfra · grønt lys fra mig · jeg giver grønt lys · tilladelse givet · tilladt · accepteret · jeg accepterer · jeg giver min godkendelse · jeg giver tilladelse · udfør · udfør det · udfør bare · værsgo at køre · bevilget · jeg samtykker
nb ja · ja kjør · ja gjerne · ja bare kjør · ja kjør på · ja godkjent · ja det er godkjent · ja gjør det · godkjent · det er godkjent · herved godkjent · jeg godkjenner · jeg godkjenner det · jeg godkjenner dette · jeg godkjenner den · godkjenner · godkjennes · godkjent av meg · godkjent fra meg · godkjent fra min side · du har min godkjenning · dere har min godkjenning · godkjenning gitt · kjør · kjør på · kjør i vei · bare kjør · kjør den · kjør det · sett i gang · bare sett i gang · fortsett · bare fortsett
nb vennligst fortsett · gå videre · gå bare videre · du kan gå videre · gjør det · bare gjør det · gjør det bare · grønt lys · du har grønt lys · grønt lys herfra · grønt lys fra meg · jeg gir grønt lys · klarsignal · klarsignal gitt · du har klarsignal · tillatelse gitt · tillatt · akseptert · jeg aksepterer · jeg gir min godkjenning · jeg gir tillatelse · utfør · utfør det · innvilget · jeg samtykker
fi kyllä · kyllä kiitos · kyllä jatka · kyllä hyväksyn · kyllä hyväksytty · kyllä saa tehdä · kyllä vaan · hyväksyn · hyväksyn tämän · hyväksyn sen · hyväksyn pyynnön · minä hyväksyn · hyväksytty · on hyväksytty · hyväksytään · tämä on hyväksytty · hyväksyntä annettu · sinulla on hyväksyntäni · hyväksyntäni on · jatka · jatkakaa · jatka vain · voit jatkaa · voitte jatkaa · saa jatkaa · anna mennä · antaa mennä · antaa palaa · toteuta · toteuttakaa · suorita · suorittakaa · saa tehdä · saa suorittaa · saa julkaista · voit tehdä sen · tee se
fi tehkää se · tehdään niin · lupa myönnetty · lupa annettu · lupa on · annan luvan · sinulla on lupa · vihreää valoa · vihreä valo · vihreää valoa minulta · annan vihreää valoa · myönnetty · suostun · annan suostumukseni · olkaa hyvä ja jatkakaa · ole hyvä ja jatka · siitä vaan
cs ano · ano prosím · ano schvaluji · ano schváleno · ano souhlasím · ano pokračujte · ano proveďte · ano můžete · ano jistě · schvaluji · schvaluju · schvaluji to · schvaluji žádost · schvaluji tuto žádost · schváleno · je schváleno · schválen · schválena · tímto schvaluji · schváleno mnou · máte mé schválení · máš mé schválení · máte můj souhlas · máš můj souhlas · souhlasím · souhlasím s tím · souhlas · dávám souhlas · souhlas udělen · uděluji souhlas · potvrzuji souhlas · povoluji · povoleno · povolení uděleno
cs pokračujte · pokračuj · pokračujte prosím · prosím pokračujte · prosím pokračuj · můžete pokračovat · můžeš pokračovat · můžete to provést · můžeš to udělat · můžete to spustit · proveďte · proveď · proveďte to · proveď to · spusťte to · spusť to · udělejte to · udělej to · do toho · jdeme do toho · jděte do toho · jdi do toho · směle do toho · máte zelenou · máš zelenou · zelená · dávám zelenou · zelené světlo · akceptuji · akceptováno · přijímám
tr evet · evet lütfen · evet devam · evet devam edin · evet devam et · evet onaylıyorum · evet onay · evet yapın · evet uygundur · evet tabii · onaylıyorum · bunu onaylıyorum · talebi onaylıyorum · onayladım · onaylandı · onaylanmıştır · onay · onay verildi · onay veriyorum · onayım var · onayımdır · benden onay · onaylı · uygundur · tarafımca uygundur · tarafımdan onaylanmıştır · kabul ediyorum · kabul · kabul edildi · izin veriyorum · izin verildi · devam edin · devam et · devam edebilirsiniz · devam edebilirsin · lütfen devam edin
tr yapabilirsiniz · yapabilirsin · yapın · yapın lütfen · yap · çalıştırın · çalıştır · çalıştırabilirsiniz · başlatın · yayınlayın · yayınlayabilirsiniz · yeşil ışık · yeşil ışık benden · buyurun devam edin · ilerleyin · ilerleyebilirsiniz
ru да · да одобряю · да согласен выполняйте · да утверждаю · да пожалуйста · да конечно · да можно выполнять · да разрешаю · да выполняйте · да приступайте · да давайте · одобряю · я одобряю · одобряю запрос · одобрено · одобрен · одобрена · запрос одобрен · утверждаю · утверждено · утверждён · согласовано · согласую · согласование дано · с моей стороны согласовано · с моей стороны одобрено · моё согласие есть · даю согласие · согласен выполняйте · согласна выполняйте
ru разрешаю · разрешено · разрешение дано · выполняйте · выполняй · выполнить · приступайте · приступай · действуйте · действуй · продолжайте · продолжай · можете продолжать · можете выполнять · можете приступать · можно выполнять · можно приступать · можно запускать · запускайте · запускай · делайте · делай · вперёд · вперед · поехали · даю добро · добро · добро даю · зелёный свет · зеленый свет · даю зелёный свет · подтверждаю согласие · принимаю · санкционирую
uk так · так затверджую · так схвалюю · так дозволяю · так виконуйте · так погоджено · так будь ласка · так звичайно · затверджую · я затверджую · затверджено · схвалюю · я схвалюю · схвалено · погоджено · погоджую · з мого боку погоджено · дозволяю · дозволено · дозвіл надано · виконуйте · виконуй · продовжуйте · продовжуй · можете виконувати · можете продовжувати · можна виконувати · запускайте · запускай · дійте · робіть · роби · вперед · даю згоду · згоду надано · моя згода є · зелене світло · даю зелене світло · даю добро
ja 承認 · 承認します · 承認いたします · 承認しました · 承認です · 承認する · 承認とします · 申請を承認します · 本件承認します · 本件、承認します · 許可 · 許可します · 許可いたします · 同意 · 同意します · 同意いたします · 実行してください · 実行して下さい · 実行お願いします · 実行を許可します · 進めてください · 進めて下さい · お進めください · 進めていただいて構いません · このまま進めてください · ゴーです · ゴー · はい、承認します · はい承認します · はい、承認いたします · はい、進めてください · はい、お願いします、承認します · 承認、進めてください · リリースしてください · デプロイしてください · 実施してください · 決裁します
zh 批准 · 已批准 · 我批准 · 批准执行 · 予以批准 · 同意 · 我同意 · 同意执行 · 同意发布 · 同意部署 · 同意申请 · 同意这个请求 · 准 · 准予 · 准许 · 核准 · 已核准 · 通过 · 审批通过 · 批准通过 · 审核通过 · 请执行 · 请继续 · 请继续执行 · 请发布 · 请部署 · 可以执行 · 可以发布 · 可以部署 · 可以继续 · 是的，同意 · 是的，批准 · 是的同意 · 好的，同意 · 好的同意 · 好，同意 · 好的，批准 · 允许 · 允许执行 · 授权执行 · 执行吧 · 发布吧 · 继续吧 · 請執行 · 請繼續 · 可以執行 · 同意執行 · 批准執行 · 通過 · 審批通過 · 允許
ko 승인 · 승인합니다 · 승인함 · 승인했습니다 · 승인할게요 · 승인해요 · 승인드립니다 · 승인 완료 · 승인 처리합니다 · 요청을 승인합니다 · 이 요청을 승인합니다 · 허가 · 허가합니다 · 허락합니다 · 동의 · 동의합니다 · 동의해요 · 진행하세요 · 진행하십시오 · 진행해 주세요 · 진행해주세요 · 진행 바랍니다 · 진행하시면 됩니다 · 진행해도 됩니다 · 진행하셔도 됩니다 · 진행하셔도 좋습니다 · 진행해도 좋습니다 · 계속 진행하세요 · 실행하세요 · 실행해 주세요 · 실행해주세요 · 실행해도 됩니다 · 배포하세요 · 배포해 주세요 · 네 승인합니다 · 네 진행하세요 · 네 진행해 주세요 · 예 승인합니다 · 예 진행하세요 · 네 동의합니다 · 그렇게 하세요
"""

SOUNDING = """
en sign off · i sign off · i'm signing off
es vamos
sv gå på
sv gå ut · gå in
en push it out · push this out · please push it out · please push this out · push it out please · push this out please · just push it out
en ok · okay · k · kk · sure · sure thing · ye · y · +1 · +1 from me · plus one · 👌 · fine · fine by me · fine with me · that's fine · this is fine · it's fine · i'm fine with this · i'm fine with it · i'm ok with this · i'm okay with this · ok with me · ok by me · okay with me
en looks good · looks good to me · looks great · looks fine · looks okay · looks ok · looks right · looks correct · looks great to me · looks fine to me · all looks good · everything looks good · all good · it's all good · sounds good · sounds great · sounds good to me · sounds like a plan · sounds fine · sounds right · good · great · perfect · excellent · awesome · nice · cool · super · wonderful · brilliant · alright · all right
en agree · i concur · concur · confirmed · confirm · i confirm · works for me · that works · this works · that works for me · done · noted · got it · understood · acknowledged · ack · roger · roger that · naturally · indeed · exactly · no objections · no objection · no objections from me · no objection from me · no objections from my side · no concerns · no concerns from me · no problem · no problem with that · no worries · no issues · i have no objections · i have no objection
en i guess so · i suppose so · i think so · why not · thumbs up · thumbs up from me · please approve · can be approved · should be fine · i'm in · count me in · happy with this · happy with that · i'm happy with this · i'm good with this · i'm good with that · i support this · i'm for it · in favour · in favor · aok · a-ok · okey dokey · okey · be my guest · your call · go · as you wish · i don't mind · i do · right · correct · true · deal · check · 10-4 · ready · ready to go · we're good · we are good · all set · yes fine
en read · i have read it · i have read this · i have read the diff · all clear · i checked it · i have reviewed the diff · reviewed it · checked it
en reviewed · checked · verified · tested · great work · good work · nice work · well done · good job · great job · nice job · this looks good · that looks good · this looks great · it looks good · this looks right · this looks fine · everything is fine · everything looks fine · all fine · i reviewed it · i have reviewed it · i have reviewed this · i have checked it · i have checked this · i have checked · copy that · good stuff · love it
de ok · okay · okey · oki · passt · passt so · das passt · in ordnung · ist in ordnung · das ist in ordnung · geht in ordnung · geht klar · von mir aus · von mir aus gerne · von mir aus ok · alles klar · alles gut · gut · gut so · sehr gut · super · prima · perfekt · klasse · top · bestens · meinetwegen · jo · joa · klar · gerne · sicher · kein einwand · keine einwände · keine einwände von mir · nichts dagegen · habe nichts dagegen · ich habe nichts dagegen · habe keine einwände · kein problem · ja ok · ja okay · sieht gut aus · sieht für mich gut aus · klingt gut · verstanden · zur kenntnis genommen · bestätigt · ich bestätige · bestätige · richtig · korrekt · genau · stimmt · dafür · ich bin dafür · das ist ok · ist ok · bitte genehmigen · bitte freigeben · freigeben bitte · bitte zustimmen · soll so sein · daumen hoch · einwandfrei
fr ok · okay · d'accord · ça marche · ça me va · c'est bon · entendu · parfait · très bien · bien · bien reçu · pas d'objection · aucune objection · pas de problème · aucun problème · pourquoi pas · oui ok · ok oui · noté · c'est noté · tout à fait · volontiers · super · génial · nickel · ça roule · confirmé · je confirme · c'est ok · je n'ai pas d'objection · ouais · exact · compris
es si · vale · ok · okay · okey · de acuerdo · perfecto · claro · bueno · bien · muy bien · está bien · me parece bien · me parece perfecto · recibido · entendido · enterado · anotado · sin problema · no hay problema · ningún problema · sin objeciones · no tengo objeciones · genial · estupendo · fantástico · confirmado · confirmo · correcto · exacto · todo bien · todo correcto · se ve bien · a favor · cómo no · por qué no
it si · ok · okay · va bene · va benissimo · d'accordo · perfetto · certo · bene · benissimo · molto bene · ottimo · ricevuto · tutto ok · tutto bene · nessun problema · nessuna obiezione · non ho obiezioni · perché no · capito · inteso · chiaro · confermo · confermato · esatto · giusto · mi va bene · a posto · sembra tutto ok · mi sembra ok · si grazie · si procedi
pt ok · okay · tudo bem · tudo certo · certo · beleza · combinado · perfeito · recebido · por mim · sem problema · sem problemas · sem objeções · não tenho objeções · não vejo problema · ótimo · excelente · muito bem · bem · está bem · tá bom · está bom · entendido · anotado · confirmo · confirmado · correto · exato · parece bom · parece-me bem · sim ok · isso · isso mesmo · show · fechado
nl ok · oké · okay · okee · oke · prima · is goed · het is goed · is prima · goed · goed zo · lijkt me goed · lijkt me prima · ziet er goed uit · ziet er prima uit · top · mooi · begrepen · geen bezwaar · geen bezwaren · geen probleem · heb geen bezwaar · doen we · wat mij betreft wel · van mij mag het · eens · mee eens · ik ben het ermee eens · bevestigd · ik bevestig · klopt · correct · genoteerd · perfect · super · in orde · dat is goed · helemaal goed · waarom niet · jep · jawel
pl tak · ok · okej · okay · dobra · dobrze · jasne · w porządku · jest w porządku · może być · przyjąłem · przyjęłam · nie mam uwag · nie mam zastrzeżeń · bez zastrzeżeń · bez uwag · nie widzę przeszkód · nie ma problemu · żaden problem · spoko · super · świetnie · doskonale · pewnie · potwierdzam · potwierdzone · rozumiem · zrozumiałem · wygląda dobrze · wygląda ok · brzmi dobrze · jestem za · za · niech będzie · czemu nie · zgadza się · idealnie
sv släpp den · ok · okej · oki · visst · bra · jättebra · toppen · perfekt · utmärkt · det är okej · det är ok · det går bra · går bra · det är bra · låter bra · ser bra ut · ser ok ut · jo · tack · inga invändningar · inga synpunkter · inga problem · helt ok · helt okej · håller med · jag håller med · uppfattat · noterat · bekräftat · jag bekräftar · klart · stämmer · gärna · varför inte · fint · kanon
da tak · ja tak · ok · okay · okej · fint · det er fint · i orden · det er i orden · helt fint · lyder godt · ser godt ud · ser fint ud · jo · jep · modtaget · forstået · noteret · super · perfekt · glimrende · godt · helt i orden · fint med mig · fint for mig · ok for mig · ok herfra · ok fra mig · ingen indvendinger · ingen problemer · intet problem · selvfølgelig · naturligvis · absolut · klart · enig · jeg er enig · bekræftet · jeg bekræfter · det er ok · det er okay · gerne · hvorfor ikke · sikkert
nb takk · ja takk · ok · okei · okay · greit · det er greit · helt greit · fint · i orden · det er i orden · høres bra ut · ser bra ut · ser fint ut · jo · jepp · mottatt · forstått · notert · supert · super · perfekt · flott · bra · det er bra · greit for meg · ok for meg · ok herfra · fint for meg · ingen innvendinger · ingen problem · ikke noe problem · selvfølgelig · naturligvis · absolutt · klart · enig · jeg er enig · bekreftet · jeg bekrefter · det er ok · det er okei · gjerne · hvorfor ikke · den er grei · den er god
fi ok · okei · okay · joo · juu · jep · jees · jo · hyvä · hyvä niin · sopii · sopii minulle · minulle sopii · selvä · selvä juttu · kyllä kai · käy · käy minulle · se käy · ihan ok · kaikki ok · kaikki hyvin · näyttää hyvältä · kuulostaa hyvältä · hienoa · mahtavaa · täydellistä · totta kai · tietysti · toki · ehdottomasti · ymmärretty · kuitattu · vahvistan · vahvistettu · olen samaa mieltä · samaa mieltä · ei vastalauseita · ei huomautettavaa · ei ongelmaa · mikä ettei · oikein hyvä · puollan · kannatan
cs ok · okay · okej · jo · jojo · dobře · dobrá · jasně · jasný · v pořádku · je to v pořádku · vše v pořádku · budiž · beru na vědomí · bez námitek · nemám námitky · nemám námitek · bez připomínek · nemám připomínky · žádný problém · není problém · super · výborně · perfektní · skvělé · samozřejmě · určitě · jistě · rozumím · potvrzuji · potvrzeno · vypadá to dobře · vypadá dobře · zní to dobře · za mě ok · za mě dobrý · za mě v pořádku · za mě ano · ode mě ok · jsem pro · proč ne · klidně · přesně · platí
tr tamam · tamamdır · olur · peki · iyi · güzel · çok iyi · anlaşıldı · anladım · ok · okey · okay · sorun yok · sorun değil · hayhay · tabii · tabi · elbette · kesinlikle · memnuniyetle · harika · mükemmel · süper · bence uygun · benim için uygun · uygun · bana uyar · uyar · itirazım yok · engel yok · doğru · doğrudur · teyit ederim · teyit ediyorum · teyitli · evet tamam · evet olur · katılıyorum · hemfikirim · iyi görünüyor · güzel görünüyor · not edildi · neden olmasın · he · aynen
ru ок · окей · ok · хорошо · ладно · согласен · согласна · я согласен · я согласна · понял · поняла · понятно · принято · не возражаю · возражений нет · нет возражений · без возражений · не против · я не против · так · можно · отлично · прекрасно · супер · норм · нормально · всё хорошо · все хорошо · всё ок · все ок · всё верно · верно · правильно · точно · подтверждаю · подтверждено · угу · ага · идёт · идет · годится · пойдёт · без проблем · нет проблем · выглядит хорошо · за · я за · почему бы и нет · ознакомлен · да ок · да хорошо
uk ок · окей · ok · добре · гаразд · згоден · згодна · я згоден · я згодна · зрозуміло · зрозумів · зрозуміла · прийнято · не заперечую · заперечень немає · немає заперечень · без заперечень · не проти · я не проти · можна · авжеж · звичайно · звісно · чудово · відмінно · супер · все добре · все ок · вірно · правильно · точно · підтверджую · підтверджено · ага · без проблем · виглядає добре · за · я за · чому б і ні
ja はい · 了解です · 了解しました · 了解 · 承知しました · 承知いたしました · 承知です · かしこまりました · 大丈夫です · 結構です · いいです · いいですよ · いいと思います · よいと思います · 良いと思います · よろしいです · 問題ありません · 問題ないです · 問題なし · 異議なし · 異存ありません · ok · okです · オッケーです · オーケー · お願いします · よろしくお願いします · 賛成です · 賛成 · 確認しました · 確認済み · わかりました · 分かりました · ええ · うん · そうしてください · はい、大丈夫です
zh 好 · 好的 · 好吧 · 可以 · 可以的 · 行 · 行的 · 行吧 · 是 · 是的 · 嗯 · 嗯嗯 · 对 · 收到 · 没问题 · 没有问题 · 没意见 · 无异议 · 没有异议 · 知道了 · 了解 · 明白 · ok · okay · 当然 · 当然可以 · 看起来不错 · 不错 · 赞成 · 支持 · 确认 · 已确认 · 已阅 · 没毛病 · 好啊 · 好呀 · 我没意见 · 沒問題 · 可以啊 · 当然同意了 · 看着没问题 · 我觉得可以 · 就这样吧 · 就這樣 · 確認
ko 네 · 예 · 넵 · 넹 · 네네 · 응 · 좋아요 · 좋습니다 · 알겠습니다 · 알겠어요 · 괜찮아요 · 괜찮습니다 · 됐어요 · 됩니다 · 확인 · 확인했습니다 · 확인하였습니다 · 오케이 · ok · 수고하세요 · 문제 없습니다 · 문제없습니다 · 이의 없습니다 · 이견 없습니다 · 찬성 · 찬성합니다 · 그러세요 · 그럼요 · 물론입니다 · 물론이죠 · 당연하죠 · 맞습니다 · 네 좋습니다 · 네 괜찮습니다 · 네 알겠습니다 · 네, 좋습니다
de ja ist genehmigt · ist genehmigt · wird genehmigt · ist freigegeben · wird freigegeben · kannst du ausführen · ist erlaubt
nl is goedgekeurd
sv är godkänd · är godkänt
da er godkendt
nb er godkjent
ja 承認済み
"""


def split_phrases(row: str) -> tuple[str, ...]:
    """The phrases between the bars of a row."""
    return tuple(row.split("|"))


ASIDES = split_phrases(
    "von mir|meinerseits|von meiner seite|für mich|von mir aus|hiermit|pour moi|de ma part|de mon côté|por mi parte|de mi parte|por mí|para mí|"
    "per me|da parte mia|da parte min|por mim|da minha parte|para mim|voor mij|van mij|wat mij betreft|bij deze|hierbij|z mojej strony|ode mnie|dla mnie|"
    "för min del|från mig|från min sida|för mig|härmed|for min del|fra meg|fra mig|fra min side|herfra|hermed|herved|minulta|minun puolestani|puolestani|"
    "za mě|ode mě|z mé strany|tímto|benden|tarafımca|bence|с моей стороны|от меня|з мого боку|від мене"
)
"""Before or behind a phrase of approving: that it is one's own."""

OBJECTS = split_phrases(
    "this|it|that|the request|this request|your request|the release|this release|the deployment|this deployment|"
    "the deploy|this deploy|the change|this change|the call|this call|the action|this action|the step|this step|"
    "the tag|this tag|the push|this push|the rollout|this rollout|the operation|this operation|this tool call|"
    "the tool call|the execution|this execution|this one|the plan|this plan|the proposal|this proposal"
)
"""What English verbs of approving take: the one request that the mail is about, under any name."""

_TAKES_OBJECT = (
    "tag|please tag|merge|please merge|please push|"
    "approval granted for|approve|approving|authorise|authorize|carry on with|continue with|deploy|execute|"
    "glad to approve|go ahead with|go for|green light for|happy to approve|i accept|i am approving|"
    "i am happy to approve|i approve|i authorise|i authorize|i consent to|i do approve|i give my approval for|"
    "i give my approval to|i give my consent to|i give the green light for|i give the green light to|i grant|"
    "i grant permission for|i have approved|i hereby approve|i sign off on|i'm approving|i'm happy to approve|"
    "i'm signing off on|i've approved|let's deploy|let's do|let's release|let's run|let's ship|"
    "please continue with|please deploy|please execute|please go ahead with|please proceed with|please push|"
    "please release|please roll out|please run|please ship|proceed with|push|release|roll out|run|ship|"
    "signing off on|we approve|yes to|you can go ahead with|you can proceed with|you have my approval for|"
    "you may go ahead with|you may proceed with"
)
TAKES_OBJECT = frozenset(split_phrases(_TAKES_OBJECT))
"""English verbs of approving that need or may have such an object."""

TAILS = split_phrases(
    "as discussed|as agreed|as intended|on behalf of the team|for the team|100%|from my side|on my side|from my end|on my end|from me|from here|by me|for me|as requested|as proposed|"
    "as described|as shown|as is|as planned|on my behalf|right away|right now|straight away|now|"
    "at your convenience"
)
OPENERS = split_phrases(
    "yes|yep|yup|yeah|ok|okay|sure|sure thing|great|perfect|alright|all right|fine|cool|absolutely|definitely|"
    "certainly|of course|looks good|looks great|looks good to me|sounds good|all good|good|awesome|excellent|"
    "thanks|thank you|agreed|confirmed|lgtm|hereby"
)
"""What may stand before, and behind, an English phrase of approving without a comma."""

_HEDGES = (
    "ack|as you wish|be my guest|budiž|check|czemu nie|cómo no|go|hvorfor ikke|i don't mind|i guess so|"
    "i suppose so|i think so|ja tak|ja takk|jo|k|kyllä kai|meinetwegen|mikä ettei|neden olmasın|niech będzie|noted|"
    "perché no|please approve|por qué no|pourquoi pas|proč ne|right|should be fine|si|tack|tak|takk|true|"
    "varför inte|von mir aus|waarom niet|why not|y|ye|your call|za|за|почему бы и нет|так|чому б і ні"
)
HEDGES = frozenset(split_phrases(_HEDGES))
"""Of what sounds like a yes, that which does not even strengthen one that stands beside it."""


_ASSENT = (
    "yes yep yup yeah yea aye sure absolutely of course definitely certainly indeed sir ma'am agreed confirmed ok okay right correct "
    "ja jo jep jawohl klar natürlich gerne gern doch genau oui ouais ouaip si bien sûr tout à fait exact effectivement en effet sí claro por supuesto "
    "sì sisi certo certamente esatto sim exatamente zeker hoor natuurlijk jazeker inderdaad tak no jest oczywiście że jak najbardziej pewnie jasne dokładnie potwierdzam "
    "japp jajamän jadå jo visst absolut självklart precis stämmer kyllä joo ano evet да ага так はい ええ うん もちろん もちろんです 是 是的 네 예"
)
_ASSENTING = frozenset(_ASSENT.split())


def is_plain_yes(phrase: str) -> bool:
    """Whether the phrase has nothing but words of assent: beside another sentence it may answer that one."""
    return set(phrase.split()) <= _ASSENTING


def group_by_language(table: str) -> Mapping[str, tuple[str, ...]]:
    """The phrases of a table whose rows begin with a language, in their order, each once."""
    found: dict[str, dict[str, None]] = {}
    for row in table.strip().split("\n"):
        language, _, phrases = row.partition(" ")
        found.setdefault(language, {}).update(dict.fromkeys(phrase.strip() for phrase in phrases.split(" · ")))
    return {language: tuple(phrases) for language, phrases in found.items()}


REJECTING = """
en no · nope · nah · no way · no thanks · no thank you · no sir · hell no · no go · no-go · it's a no · that's a no · it's a no from me · a no from me · no from me · no from my side · big no · hard no · definitely not · absolutely not · certainly not · of course not · under no circumstances · not a chance · no chance · never · negative
en unable to approve · i am unable to approve · unable to approve this · ng · reject · rejected · i reject · i reject this · i reject it · reject it · reject this · please reject · please reject this · rejecting · rejecting this · i'm rejecting this · i am rejecting this · request rejected · deny · denied · i deny · i deny this · deny this · request denied · permission denied · decline · declined · i decline · i decline this · i'm declining · i am declining · declining · i must decline · i have to decline · i'll have to decline
en refuse · refused · i refuse · i refuse this · i won't · i will not · veto · vetoed · i veto · i veto this · disapprove · disapproved · i disapprove · i disagree · disagree · i object · objection · i'm against it · i am against it · i'm against this · i am against this · against · not approved · not approving · not approving this · not authorised · not authorized · not allowed · not accepted · not acceptable · unacceptable · not ok · not okay · not good · not happening · not like this · not this
en do not approve · don't approve · i do not approve · i don't approve · i do not approve this · i don't approve this · i don't approve of this · i won't approve · i won't approve this · i will not approve · i will not approve this · i cannot approve · i can't approve · i cannot approve this · i can't approve this · cannot approve · can't approve · cannot approve this · can't approve this · i'm not approving this · i am not approving this · i'm not going to approve this · i am not approving · i'm not approving
en do not proceed · don't proceed · please do not proceed · please don't proceed · do not run · don't run · do not run it · don't run it · do not run this · don't run this · please don't run this · please do not run this · do not do it · don't do it · don't do this · do not do this · don't do that · please don't · please do not · please don't do it · please don't do this · do not · don't · don't ship it · do not ship it · don't ship · don't ship this · do not deploy · don't deploy · do not release · don't release · don't go ahead · do not go ahead · please don't go ahead
en do not execute · don't execute · do not push · don't push · do not merge · don't merge · do not tag · don't tag · cancel · cancel it · cancel this · cancel that · please cancel · please cancel this · cancel the request · abort · abort it · abort this · please abort · kill it · drop it · drop this · scrap it · scrap this · forget it · forget about it · turn it down · i'm turning this down · thumbs down · withdraw this · call it off · no approval · no approval from me · approval denied · approval refused · nay · nack · -1 · -1 from me
en this is wrong · that is wrong · that's wrong · wrong · wrong version · wrong tag · wrong commit · wrong branch · bad idea · not a good idea · i'd rather not · i would rather not · rather not · better not · i think not · i don't think so · i don't want this · i do not want this · we don't want this · not on my watch
de nein · nein danke · nein bitte nicht · nein auf keinen fall · nö · nee · ne · abgelehnt · wird abgelehnt · ist abgelehnt · hiermit abgelehnt · ablehnen · bitte ablehnen · ablehnung · ich lehne ab · ich lehne das ab · ich lehne dies ab · ich lehne es ab · lehne ich ab · lehne ab · hiermit lehne ich ab · das lehne ich ab · nicht genehmigt · wird nicht genehmigt · ich genehmige nicht · ich genehmige das nicht · genehmige ich nicht · das genehmige ich nicht · keine genehmigung · keine freigabe · keine freigabe von mir · nicht freigegeben · nicht freigeben · ich gebe nicht frei · ich gebe das nicht frei
de gebe ich nicht frei · kann ich nicht freigeben · kann ich nicht genehmigen · kann ich so nicht freigeben · kann ich so nicht genehmigen · nicht einverstanden · bin nicht einverstanden · ich bin nicht einverstanden · damit bin ich nicht einverstanden · ich stimme nicht zu · stimme nicht zu · keine zustimmung · auf keinen fall · auf gar keinen fall · keinesfalls · niemals · bitte nicht · bitte nicht ausführen · nicht ausführen · nicht durchführen · nicht machen · nicht deployen · mach das nicht · mach es nicht · bitte lass das · lass das · lass es · lasst das
de abbrechen · bitte abbrechen · brich ab · brich das ab · abbruch · stornieren · bitte stornieren · zurückgewiesen · zurückweisen · verweigert · ich verweigere · verboten · untersagt · dagegen · ich bin dagegen · bin dagegen · veto · einspruch · ich widerspreche · falsch · das ist falsch · falsche version · nicht so · so nicht · so nicht ok · nicht ok · nicht okay · kommt nicht in frage · kommt nicht infrage · geht nicht · das geht nicht · geht gar nicht · lieber nicht · besser nicht · will ich nicht · vergiss es · daumen runter
fr merci d'annuler · merci de refuser · non · non merci · non pas du tout · non surtout pas · ah non · refusé · refusée · c'est refusé · demande refusée · refus · je refuse · je le refuse · je refuse la demande · je refuse cette demande · rejeté · rejetée · c'est rejeté · rejeter · je rejette · je le rejette · je rejette la demande · je rejette cette demande · non approuvé · non approuvée · pas approuvé · je n'approuve pas · je n'approuve pas cette demande · je désapprouve · désapprouvé · non validé · pas validé · je ne valide pas · je ne valide pas cette demande · pas d'accord · je ne suis pas d'accord
fr non autorisé · je n'autorise pas · je ne donne pas mon accord · pas question · hors de question · il n'en est pas question · surtout pas · absolument pas · certainement pas · en aucun cas · jamais · négatif · avis défavorable · défavorable · annulez · annule · annuler · à annuler · annulez ça · annulé · abandonnez · abandonne · laissez tomber · laisse tomber · ne le faites pas · ne faites pas ça · ne le fais pas · ne fais pas ça · n'exécutez pas · ne lancez pas · ne lance pas · ne déployez pas · ne procédez pas · veto · je m'oppose · je m'y oppose · je suis contre · contre · opposé · interdit · mauvaise version · c'est faux · non non
es se rechaza · no gracias · no · no señor · rechazado · rechazada · queda rechazado · solicitud rechazada · rechazo · lo rechazo · la rechazo · rechazo la solicitud · rechazo esta solicitud · yo rechazo · rechazar · denegado · denegada · solicitud denegada · deniego · no aprobado · no aprobada · no apruebo · no lo apruebo · no la apruebo · no apruebo la solicitud · no apruebo esto · no puedo aprobarlo · no puedo aprobar esto · no autorizo · no lo autorizo · no autorizado · desapruebo · desaprobado · no acepto · no lo acepto · no aceptado
es no estoy de acuerdo · en desacuerdo · no lo hagas · no lo haga · no lo hagan · no hagas eso · no hagas esto · no lo ejecutes · no ejecutar · no lo publiques · no despliegues · no lo despliegues · no proceda · no procedas · no procedan · no sigas adelante · no siga adelante · ni hablar · de ninguna manera · de ningún modo · en absoluto · bajo ningún concepto · para nada · jamás · nunca · negativo · cancélalo · cancela · cancelar · cancele · cancelado · anular · anúlalo · aborta · abortar · en contra · estoy en contra · me opongo · veto · prohibido · está mal · versión incorrecta · mejor no · olvídalo · pulgar abajo
it no · no grazie · no assolutamente · rifiutato · rifiutata · rifiuto · lo rifiuto · rifiuto la richiesta · rifiuto questa richiesta · richiesta rifiutata · respinto · respinta · richiesta respinta · respingo · respingo la richiesta · lo respingo · non approvato · non approvata · non approvo · non lo approvo · non la approvo · non approvo la richiesta · non posso approvare · non posso approvarlo · non autorizzo · non lo autorizzo · non autorizzato · disapprovo · non accetto · non lo accetto · negato · nego l'autorizzazione · non sono d'accordo · in disaccordo · non d'accordo
it non farlo · non fatelo · non lo fare · non fare così · non eseguire · non eseguirlo · non procedere · non procedete · non lanciarlo · non rilasciare · non pubblicare · annulla · annullare · annullalo · annullate · annullato · interrompi · abortire · lascia stare · lascia perdere · assolutamente no · certamente no · certo che no · di certo no · mai · in nessun caso · per niente · neanche per sogno · non se ne parla · negativo · contrario · sono contrario · sono contraria · mi oppongo · veto · vietato · sbagliato · versione sbagliata · è sbagliato · meglio di no · parere contrario · bocciato · bocciata
pt não · não obrigado · não obrigada · não senhor · rejeitado · rejeitada · rejeito · eu rejeito · rejeito o pedido · rejeito esta solicitação · rejeitar · pedido rejeitado · recusado · recusada · recuso · eu recuso · recuso o pedido · recusar · negado · negada · nego · não aprovado · não aprovada · não aprovo · eu não aprovo · não aprovo o pedido · não aprovo isto · não aprovo isso · não posso aprovar · não autorizo · não autorizado · desaprovo · desaprovado · reprovado · reprovada · reprovo · não aceito · não aceite · indeferido
pt não concordo · discordo · não estou de acordo · não faça · não faças · não façam · não faça isso · não faz isso · não execute · não executar · não executes · não prossiga · não prosseguir · não avance · não avançar · não avances · não publique · não siga em frente · de jeito nenhum · de forma alguma · de maneira nenhuma · nem pensar · em hipótese alguma · nunca · jamais · negativo · cancele · cancela · cancelar · cancelado · anule · anular · aborte · abortar · deixa pra lá · deixe estar · contra · sou contra · oponho-me · me oponho · veto · proibido · está errado · errado · versão errada · melhor não
nl nee · nee bedankt · nee dank je · nee dank u · nee hoor · nee absoluut niet · afgewezen · is afgewezen · hierbij afgewezen · afgekeurd · is afgekeurd · ik keur af · ik keur dit af · ik keur het af · keur ik af · ik wijs af · ik wijs dit af · ik wijs het af · ik wijs het verzoek af · verzoek afgewezen · afwijzen · niet akkoord · ga niet akkoord · ik ga niet akkoord · ik ga hier niet mee akkoord · ik ben niet akkoord · niet goedgekeurd · ik keur dit niet goed · ik keur het niet goed · ik keur niet goed · kan ik niet goedkeuren · geen goedkeuring · geen akkoord · geen toestemming · ik geef geen toestemming · ik geef geen akkoord
nl geweigerd · ik weiger · ik weiger dit · weigeren · niet doen · doe het niet · doe dit niet · doe maar niet · niet uitvoeren · voer het niet uit · voer dit niet uit · niet doorgaan · ga niet door · ga niet verder · niet deployen · niet live zetten · annuleer · annuleren · graag annuleren · annuleer dit · geannuleerd · afbreken · breek af · stop ermee · absoluut niet · zeker niet · in geen geval · nooit · geen sprake van · komt niets van in · niet oké · niet ok · niet goed · niet mee eens · niet eens · oneens · ik ben het er niet mee eens · ik ben tegen · tegen · bezwaar · ik maak bezwaar · veto · verboden · liever niet · beter van niet · fout · verkeerd · verkeerde versie · laat maar zitten
pl nie · nie dziękuję · nie ma mowy · nie zgadzam się · nie zgadzam się na to · ja się nie zgadzam · odrzucone · odrzucono · odrzucony · odrzucam · odrzucam wniosek · odrzucam to · wniosek odrzucony · nie zatwierdzam · nie zatwierdzam tego · nie zatwierdzone · niezatwierdzone · nie akceptuję · nie akceptuję tego · nie zaakceptowane · nie wyrażam zgody · nie daję zgody · brak zgody · nie ma zgody · bez zgody · nie ma mojej zgody · odmawiam · odmowa · odmówiono · nie mogę zatwierdzić · nie mogę tego zatwierdzić · nie mogę się zgodzić
pl brak akceptacji · brak zgody · proszę nie · proszę nie wykonywać · proszę tego nie robić · nie wykonywać · nie wykonuj · nie rób tego · nie róbcie tego · nie uruchamiaj · nie wdrażaj · nie wdrażać · nie kontynuuj · nie puszczaj · anuluj · anulować · proszę anulować · anulowane · przerwij · przerwać · proszę przerwać · wycofaj · sprzeciw · sprzeciwiam się · zgłaszam sprzeciw · jestem przeciw · przeciw · w żadnym razie · w żadnym wypadku · absolutnie nie · na pewno nie · nigdy · weto · zabraniam · zakaz · źle · to jest źle · zła wersja · błędna wersja · lepiej nie · wolałbym nie
sv nej · nej tack · nej absolut inte · nix · nä · nej det går inte · avslås · avslag · avslaget · avslagen · jag avslår · jag avslår detta · jag avslår det · avslå · avvisad · avvisat · avvisas · jag avvisar · jag avvisar detta · jag avvisar det · avvisa · nekad · nekat · nekas · jag nekar · inte godkänd · inte godkänt · ej godkänd · ej godkänt · icke godkänt · godkänns inte · godkänner inte · jag godkänner inte · jag godkänner inte detta · jag godkänner inte det · jag kan inte godkänna · jag kan inte godkänna detta · kan inte godkännas · underkänd · underkänt · underkänns · inget godkännande
sv gör det inte · gör inte det · gör inte så · gör inte detta · kör inte · kör det inte · kör inte detta · fortsätt inte · gå inte vidare · driftsätt inte · avbryt · avbryt det · avbryt detta · var god avbryt · ställ in · makulera · lägg ner · strunta i det · skippa det · absolut inte · aldrig · aldrig i livet · under inga omständigheter · verkligen inte · inte okej · inte ok · inte bra · inte så här · håller inte med · jag håller inte med · jag är emot · emot · jag motsätter mig · motsätter mig · veto · förbjudet · fel · det är fel · fel version · hellre inte · helst inte · jag vägrar · vägrar · nej nej
da nej · nej tak · nej absolut ikke · næ · afvist · er afvist · det er afvist · hermed afvist · afvises · jeg afviser · jeg afviser det · jeg afviser dette · jeg afviser anmodningen · afvis · afvisning · afslået · afslås · afslag · jeg afslår · nægtet · jeg nægter · ikke godkendt · ej godkendt · er ikke godkendt · det er ikke godkendt · godkendes ikke · godkender ikke · jeg godkender ikke · jeg godkender ikke dette · jeg godkender det ikke · jeg kan ikke godkende · jeg kan ikke godkende det · jeg kan ikke godkende dette · kan ikke godkendes · ingen godkendelse · underkendt
da lad være · lad være med det · lad vær · gør det ikke · gør ikke det · kør ikke · kør det ikke · kør den ikke · fortsæt ikke · gå ikke videre · udfør ikke · udfør det ikke · udgiv ikke · annuller · annuller det · annuller venligst · annulleret · annullér · afbryd · afbryd det · drop det · glem det · absolut ikke · bestemt ikke · aldrig · under ingen omstændigheder · overhovedet ikke · ikke tale om · ikke i orden · ikke ok · ikke okay · ikke enig · jeg er ikke enig · jeg er uenig · uenig · jeg er imod · imod · jeg protesterer · veto · forbudt · forkert · det er forkert · forkert version · helst ikke · hellere ikke · nej nej
nb nei · nei takk · nei absolutt ikke · niks · avvist · er avvist · det er avvist · herved avvist · avvises · jeg avviser · jeg avviser det · jeg avviser dette · jeg avviser forespørselen · avvis · avslått · er avslått · avslag · avslås · jeg avslår · jeg avslår dette · nektet · jeg nekter · ikke godkjent · er ikke godkjent · det er ikke godkjent · godkjennes ikke · godkjenner ikke · jeg godkjenner ikke · jeg godkjenner ikke dette · jeg godkjenner det ikke · jeg kan ikke godkjenne · jeg kan ikke godkjenne det · jeg kan ikke godkjenne dette · kan ikke godkjennes · ingen godkjenning · underkjent
nb ikke gjør det · gjør det ikke · ikke kjør · kjør ikke · ikke kjør det · ikke fortsett · fortsett ikke · ikke gå videre · ikke utfør · la være · la vær · ikke rull ut · avbryt · avbryt det · vennligst avbryt · kanseller · kansellert · annuller · dropp det · glem det · absolutt ikke · aldri · ikke tale om · under ingen omstendigheter · overhodet ikke · ikke greit · ikke ok · ikke okei · ikke bra · ikke enig · jeg er ikke enig · jeg er uenig · uenig · jeg er imot · imot · jeg protesterer · veto · forbudt · feil · det er feil · feil versjon · helst ikke · nei nei
fi ei · ei kiitos · ei todellakaan · ei missään nimessä · ei ikinä · ei koskaan · ei ei · hylkään · hylkään tämän · hylkään pyynnön · hylkään sen · minä hylkään · hylätty · on hylätty · hylätään · hylkää · pyyntö hylätty · evätty · evätään · en hyväksy · en hyväksy tätä · en hyväksy pyyntöä · en hyväksy sitä · en voi hyväksyä · en voi hyväksyä tätä · ei hyväksytty · ei hyväksytä · tätä ei hyväksytä · en anna lupaa · ei lupaa · ei käy · ei sovi · ei onnistu · ei kelpaa · ei ok · en suostu · kieltäydyn · kielletty · kiellän
fi älä tee · älä tee sitä · älä tee tätä · älkää tehkö · älkää tehkö sitä · älä jatka · älkää jatkako · älä suorita · älä julkaise · älä aja · peruuta · peru · peruuttakaa · peruutettu · peruutetaan · keskeytä · keskeyttäkää · lopeta · unohda · unohda koko juttu · ehdottomasti ei · vastustan · olen vastaan · vastaan · olen eri mieltä · eri mieltä · en ole samaa mieltä · väärin · väärä versio · mieluummin ei · parempi ettei · veto
cs ne · ne děkuji · ne díky · ne to ne · v žádném případě · rozhodně ne · určitě ne · absolutně ne · nikdy · ani náhodou · zamítám · zamítám to · zamítám žádost · zamítnuto · je zamítnuto · zamítnout · žádost zamítnuta · odmítám · odmítám to · odmítnuto · odmítnout · neschvaluji · neschvaluju · neschvaluji to · neschvaluji žádost · neschvaluji tuto žádost · neschváleno · není schváleno · nemohu schválit · nemohu to schválit · nemůžu schválit · nesouhlasím · nesouhlasím s tím · bez souhlasu · nedávám souhlas · nemáte můj souhlas · nepovoluji · nepovoleno
cs neprovádějte · neprovádějte to · neprováděj · nedělejte to · nedělej to · nespouštějte · nespouštějte to · nespouštěj · nespouštěj to · nepokračujte · nepokračuj · nenasazujte · nevydávejte · zrušte · zrušte to · zrušit · zruš to · zrušeno · prosím zrušte · přerušte · přeruš to · ukončete to · prosím ne · prosím nedělejte · nechte toho · nech toho · zapomeňte na to · jsem proti · proti · protestuji · veto · zakázáno · zakazuji · špatně · je to špatně · špatná verze · chybná verze · raději ne · radši ne · není to v pořádku · ne ne
tr hayır · hayır teşekkürler · hayır olmaz · hayır yapmayın · asla · kesinlikle hayır · kesinlikle olmaz · reddediyorum · bunu reddediyorum · talebi reddediyorum · reddedildi · reddettim · reddet · red · ret · talep reddedildi · onaylamıyorum · bunu onaylamıyorum · talebi onaylamıyorum · onaylanmadı · onaylanmamıştır · onaylamadım · onay yok · onay vermiyorum · onayım yok · onaylayamam · onaylayamıyorum · uygun değil · uygun değildir · uygun bulmuyorum · uygun görmüyorum · kabul etmiyorum · kabul edilemez · kabul edilmedi · kabul edemem · katılmıyorum · izin vermiyorum · izin yok · izin verilmedi
tr yapmayın · yapma · bunu yapmayın · sakın yapmayın · lütfen yapmayın · çalıştırmayın · çalıştırma · devam etmeyin · devam etme · yayınlamayın · başlatmayın · iptal · iptal edin · iptal et · lütfen iptal edin · iptal edilsin · vazgeçin · vazgeç · vazgeçtim · istemiyorum · bunu istemiyorum · olmaz · olamaz · mümkün değil · karşıyım · buna karşıyım · itiraz ediyorum · itirazım var · veto · yasak · yanlış · bu yanlış · yanlış sürüm · hatalı · unutun gitsin
ru нет · нет спасибо · нет не надо · нет нельзя · да нет · ни в коем случае · ни за что · никогда · отклонено · отклонён · отклонена · отклоняю · я отклоняю · отклоняю запрос · отклонить · запрос отклонён · отказ · отказано · отказать · отказываю · я отказываю · отвергаю · не одобряю · я не одобряю · не одобряю запрос · не одобрено · не могу одобрить · не согласовано · не согласую · не согласовываю · не утверждаю · не утверждено · не согласен · не согласна · я не согласен · я не согласна · не разрешаю · не разрешено · не принимаю · не принято · не подтверждаю
ru запрещаю · запрещено · нельзя · не надо · не нужно · не делайте · не делайте этого · не делай · не делай этого · не выполняйте · не выполнять · не выполняй · не запускайте · не запускай · не запускать · не продолжайте · не приступайте · прошу не выполнять · пожалуйста не надо · отмена · отмените · отменить · отменяю · отмени · прервать · прервите · прекратите · против · я против · категорически против · возражаю · вето · неправильно · неверно · это неправильно · не та версия · неверная версия · лучше не надо · забудьте · не пойдёт · не пойдет · не годится · нет нет
uk ні · ні дякую · ні не треба · ні не можна · у жодному разі · в жодному разі · нізащо · ніколи · відхилено · відхиляю · я відхиляю · відхиляю запит · відхилити · запит відхилено · відмова · відмовлено · відмовляю · відмовити · не схвалюю · я не схвалюю · не схвалюю запит · не схвалено · не можу схвалити · не погоджено · не погоджую · не погоджуюсь · не погоджуюся · не затверджую · не затверджено · не згоден · не згодна · я не згоден · я не згодна · не дозволяю · не дозволено · не приймаю
uk забороняю · заборонено · не можна · не треба · не потрібно · не робіть · не робіть цього · не роби · не роби цього · не виконуйте · не виконувати · не виконуй · не запускайте · не запускай · не продовжуйте · будь ласка не треба · скасуйте · скасувати · скасовую · скасуй · скасовано · припиніть · перервіть · проти · я проти · категорично проти · заперечую · вето · неправильно · невірно · це неправильно · не та версія · краще не треба · забудьте · ні ні
ja 承認できかねます · 承認いたしかねます · いいえ · いえ · いや · だめ · だめです · ダメです · 駄目です · 却下 · 却下します · 却下いたします · 却下です · 却下しました · 否認 · 否認します · 否決 · 承認しません · 承認できません · 承認いたしません · 承認いたしかねます · 承認しかねます · 承認不可 · 不承認 · 未承認 · 許可しません · 許可できません · 許可いたしません · 不許可 · 同意しません · 同意できません · 拒否 · 拒否します · 拒否いたします · 拒絶します · お断りします · お断りいたします · 断ります
ja 中止 · 中止します · 中止してください · 中止して下さい · 中止でお願いします · 取り消してください · 取り消し · 取消 · キャンセル · キャンセルしてください · キャンセルします · キャンセルでお願いします · やめてください · やめて下さい · やめて · 止めてください · 実行しないでください · 実行しないで · 進めないでください · しないでください · リリースしないでください · デプロイしないでください · 反対です · 反対 · 反対します · 不可 · 不可です · いけません · 絶対にだめです · 違います · 間違っています · 差し戻し · 差し戻します · 見送り · 見送ります
zh 不 · 不行 · 不可以 · 不可 · 不能 · 不要 · 不用 · 不好 · 不是 · 不同意 · 我不同意 · 不批准 · 我不批准 · 不予批准 · 未批准 · 不能批准 · 无法批准 · 不准 · 不允许 · 不许 · 不通过 · 审批不通过 · 未通过 · 不予通过 · 不接受 · 不赞成 · 不支持 · 不授权 · 拒绝 · 我拒绝 · 拒绝执行 · 拒绝请求 · 拒绝该请求 · 已拒绝 · 驳回 · 已驳回 · 予以驳回 · 驳回请求 · 否决 · 否 · 反对 · 我反对 · 坚决反对 · 绝对不行 · 绝不 · 坚决不同意
zh 不要执行 · 请不要执行 · 不要继续 · 请不要继续 · 不要发布 · 请不要发布 · 不要部署 · 不要这样做 · 请勿执行 · 请勿继续 · 请勿发布 · 禁止 · 禁止执行 · 取消 · 请取消 · 取消吧 · 取消执行 · 取消请求 · 中止 · 终止 · 停止执行 · 算了 · 算了吧 · 版本错误 · 版本不对 · 错了 · 不对 · 拒絕 · 我拒絕 · 駁回 · 否決 · 反對 · 不批准執行 · 請不要執行 · 請勿執行 · 不要執行 · 不允許 · 請取消
ko 아니요 · 아니오 · 아뇨 · 아니 · 아닙니다 · 안 됩니다 · 안됩니다 · 안 돼요 · 안돼요 · 안 돼 · 절대 안 됩니다 · 절대 안됩니다 · 불가 · 불가합니다 · 불가능합니다 · 거부 · 거부합니다 · 거부함 · 거부했습니다 · 요청을 거부합니다 · 거절 · 거절합니다 · 거절함 · 거절했습니다 · 반려 · 반려합니다 · 반려함 · 반려했습니다 · 반려 처리합니다 · 기각 · 기각합니다 · 부결 · 불허 · 불허합니다 · 승인 불가 · 승인불가 · 승인 거부 · 승인하지 않습니다 · 승인하지 않음 · 승인할 수 없습니다 · 승인 못 합니다 · 승인 안 합니다 · 승인 안합니다 · 미승인
ko 동의하지 않습니다 · 동의할 수 없습니다 · 동의 못 합니다 · 허가하지 않습니다 · 허가할 수 없습니다 · 하지 마세요 · 하지마세요 · 하지 마십시오 · 하지 말아 주세요 · 실행하지 마세요 · 실행하지 마십시오 · 진행하지 마세요 · 진행하지 마십시오 · 배포하지 마세요 · 취소 · 취소합니다 · 취소하세요 · 취소해 주세요 · 취소해주세요 · 취소 바랍니다 · 중단 · 중단하세요 · 중단해 주세요 · 중단 바랍니다 · 중지하세요 · 중지해 주세요 · 반대 · 반대합니다 · 저는 반대합니다 · 틀렸습니다 · 잘못됐습니다 · 잘못된 버전입니다 · 싫습니다
"""

HOLDING = """
en stop · wait · please wait · wait please · hold · hold on · hold off · please hold · please hold off · hold it · hold this · on hold · put it on hold · put this on hold · keep it on hold · not now · not yet · not today · later · maybe later · tomorrow · let me check · let me check first · let me think · let me think about it · let me look · let me have a look · i need to check · i need more time · need more time · give me a minute · give me a moment · give me a sec · one moment · one moment please · just a moment · one sec · hang on · pause · pause this · postpone · postponed · defer · deferred · pending · still checking · stand by · standby · i'll get back to you · i will get back to you · will check · will review · will do · tbd · yet · for now
de stopp · stop · halt · warte · warten · wartet · bitte warten · bitte warte · warte noch · warte mal · warte bitte · noch nicht · jetzt nicht · nicht jetzt · heute nicht · später · vielleicht später · morgen · moment · moment bitte · moment mal · einen moment · einen augenblick · ich prüfe noch · ich prüfe das · ich prüfe · muss ich prüfen · muss ich noch prüfen · ich schaue noch · ich schau es mir an · zurückstellen · bitte zurückstellen · verschieben · pausieren · pause · abwarten · noch offen · ich melde mich · vorerst nicht · zunächst nicht · noch
fr attendez · attends · attendre · attendez svp · veuillez attendre · veuillez patienter · patientez · stop · pas encore · pas maintenant · pas tout de suite · pas aujourd'hui · plus tard · peut-être plus tard · demain · un instant · un moment · une minute · je vérifie · je dois vérifier · à vérifier · je regarde · en attente · mettez en attente · mettre en attente · en pause · suspendre · suspendez · je reviens vers vous · encore · pour l'instant
es espera · espere · esperen · esperad · por favor espera · por favor espere · un momento · un momento por favor · un segundo · todavía no · aún no · ahora no · hoy no · de momento no · por ahora no · para · pare · alto · detente · más tarde · luego · después · mañana · déjame ver · déjame revisarlo · lo reviso · tengo que revisarlo · en espera · en pausa · pausa · pospón · posponer · aplazar · pendiente · todavía · aún
it aspetta · aspettate · aspetti · attendi · attendete · attenda · attendere · attendere prego · un attimo · un momento · un secondo · fermo · fermi · ferma · fermati · fermatevi · stop · non ancora · non ora · non adesso · non oggi · per ora no · per ora non · più tardi · dopo · domani · in sospeso · in attesa · mettere in attesa · in pausa · pausa · sospendi · sospendere · rimanda · rimandare · devo verificare · devo controllare · verifico · controllo · fammi controllare · ancora · per ora
pt espere · espera · esperem · aguarde · aguarda · aguardem · aguarde por favor · por favor aguarde · por favor espere · um momento · um momento por favor · um instante · um segundo · só um momento · ainda não · agora não · hoje não · por enquanto não · por ora não · pare · para · parem · depois · mais tarde · amanhã · vou verificar · deixe-me verificar · deixa eu ver · preciso verificar · em espera · em pausa · pausa · suspenda · suspender · adiar · adie · pendente · ainda · por enquanto
nl wacht · wacht even · wacht eens · wacht aub · even wachten · graag wachten · wachten · stop · nog niet · nu niet · vandaag niet · later · straks · morgen · een moment · moment · momentje · ogenblik · een ogenblik · ik kijk even · ik check het · ik controleer het · moet ik nog nakijken · laat me kijken · aanhouden · aangehouden · uitstellen · uitgesteld · on hold · in de wacht · pauze · pauzeer · voorlopig niet · ik kom erop terug · nog · voorlopig
pl stop · stój · czekaj · czekajcie · poczekaj · poczekajcie · proszę czekać · proszę poczekać · zaczekaj · jeszcze nie · nie teraz · nie dziś · nie dzisiaj · na razie nie · później · potem · jutro · wstrzymaj · wstrzymać · proszę wstrzymać · wstrzymujemy · chwila · chwileczkę · moment · momencik · sprawdzę · sprawdzam · muszę sprawdzić · muszę to sprawdzić · do sprawdzenia · odłóż · odłożyć · zawieś · pauza · w toku · jeszcze · na razie
sv vänta · vänta lite · vänta med det · vänta med detta · vänligen vänta · stopp · stanna · inte än · inte ännu · inte nu · inte idag · senare · sen · imorgon · i morgon · avvakta · vi avvaktar · jag avvaktar · ett ögonblick · ögonblick · en stund · ett tag · pausa · paus · på paus · på vänt · skjut upp · skjuta upp · jag kollar · jag ska kolla · jag måste kolla · låt mig kolla · återkommer · jag återkommer · än så länge inte · ännu · tills vidare
da vent · vent lidt · vent med det · vent venligst · venligst vent · stop · stands · ikke endnu · ikke nu · ikke i dag · senere · i morgen · imorgen · et øjeblik · øjeblik · to sekunder · lige et øjeblik · sæt på pause · på pause · pause · sæt i bero · i bero · afvent · afventer · vi afventer · udskyd · udsæt · jeg tjekker · jeg undersøger det · jeg skal lige tjekke · lad mig tjekke · jeg vender tilbage · vender tilbage · endnu · indtil videre
nb vent · vent litt · vent med det · vennligst vent · stopp · stans · ikke ennå · ikke enda · ikke nå · ikke i dag · senere · i morgen · imorgen · et øyeblikk · øyeblikk · ett øyeblikk · sett på vent · på vent · sett på pause · på pause · pause · avvent · avventer · vi avventer · utsett · jeg sjekker · jeg må sjekke · la meg sjekke · jeg kommer tilbake til det · kommer tilbake · ennå · enda · foreløpig · inntil videre
fi odota · odottakaa · odota hetki · odottakaa hetki · odotetaan · odotellaan · seis · stop · ei vielä · ei nyt · ei tänään · myöhemmin · ehkä myöhemmin · huomenna · hetki · hetkinen · pieni hetki · pysäytä · pysäyttäkää · tauko · tauolle · keskeneräinen · tarkistan · tarkistan ensin · minun pitää tarkistaa · katson · katsotaan · palaan asiaan · lykkää · siirretään · vielä · toistaiseksi
cs počkejte · počkej · počkat · počkejte prosím · prosím počkejte · prosím počkat · čekejte · stop · stůj · stůjte · ještě ne · teď ne · nyní ne · dnes ne · zatím ne · později · zítra · potom · moment · momentík · okamžik · chvilku · chviličku · pozastavit · pozastavte · pauza · odložit · odložte · zkontroluji · ověřím · musím zkontrolovat · musím to ověřit · podívám se · ozvu se · čeká se · ještě · zatím · prozatím
tr bekleyin · bekle · lütfen bekleyin · lütfen bekle · bekleyelim · beklesin · beklemede · dur · durun · durdurun · durdur · henüz değil · daha değil · şimdi değil · bugün değil · şimdilik hayır · şimdilik değil · sonra · daha sonra · yarın · bir dakika · bir saniye · bir dakika lütfen · biraz bekleyin · kontrol edeceğim · kontrol ediyorum · bakacağım · inceliyorum · inceleyeceğim · erteleyin · ertele · askıya alın · duraklatın · henüz · şimdilik
ru стоп · стой · стойте · подождите · подожди · ждите · жди · погоди · погодите · обождите · пожалуйста подождите · прошу подождать · пока нет · пока не надо · ещё нет · еще нет · ещё рано · еще рано · не сейчас · не сегодня · потом · позже · попозже · завтра · минуту · минутку · секунду · момент · одну минуту · проверю · проверяю · надо проверить · нужно проверить · мне надо проверить · посмотрю · подумаю · отложить · отложите · отложим · приостановить · приостановите · пауза · на паузу · ещё · еще · пока
uk стоп · стій · стійте · зачекайте · зачекай · почекайте · почекай · чекайте · прошу зачекати · будь ласка зачекайте · поки ні · поки що ні · поки не треба · ще ні · ще рано · не зараз · не сьогодні · потім · пізніше · завтра · хвилинку · хвилину · секунду · момент · одну хвилину · перевірю · перевіряю · треба перевірити · мені треба перевірити · подивлюсь · подумаю · відкласти · відкладіть · призупиніть · призупинити · пауза · на паузу · ще · поки
ja 待って · 待ってください · 待って下さい · ちょっと待って · ちょっと待ってください · 少し待ってください · 少々お待ちください · しばらくお待ちください · お待ちください · お待ち下さい · 保留 · 保留します · 保留にします · 保留でお願いします · まだ · まだです · まだだめです · まだ承認しません · あとで · 後で · 後ほど · また後で · 明日 · 今はだめです · 今日はだめです · 今ではありません · 確認します · 確認中です · 確認させてください · 検討します · 検討中です · 考えます · ストップ · 一時停止 · 停止 · 延期 · 延期します · 延期してください
zh 等等 · 等一下 · 等会 · 等会儿 · 稍等 · 请稍等 · 请等一下 · 先等等 · 等 · 且慢 · 慢着 · 暂停 · 请暂停 · 暂缓 · 暂缓执行 · 先暂停 · 先别 · 先别执行 · 先不要 · 先不 · 还不行 · 还没 · 还没有 · 暂时不行 · 暂时不 · 现在不行 · 现在不要 · 今天不行 · 以后 · 以后再说 · 稍后 · 稍后再说 · 回头再说 · 晚点 · 晚点再说 · 明天 · 我再看看 · 我看看 · 我看一下 · 让我看看 · 让我想想 · 我考虑一下 · 考虑一下 · 需要确认 · 待定 · 推迟 · 延期 · 搁置 · 停 · 停下 · 停一下 · 暫停 · 稍後 · 請稍等 · 還不行
ko 잠시만요 · 잠깐만요 · 잠시만 · 잠깐만 · 잠깐 · 기다려 주세요 · 기다려주세요 · 기다리세요 · 기다려 · 잠시 기다려 주세요 · 대기 · 대기하세요 · 대기해 주세요 · 대기 바랍니다 · 보류 · 보류합니다 · 보류해 주세요 · 보류하겠습니다 · 보류 바랍니다 · 아직 · 아직 아닙니다 · 아직 안 됩니다 · 아직은 안 됩니다 · 지금은 안 됩니다 · 지금은 아닙니다 · 오늘은 안 됩니다 · 나중에 · 나중에요 · 나중에 하겠습니다 · 내일 · 멈춰 · 멈추세요 · 멈춰 주세요 · 정지 · 일시 중지 · 확인해 보겠습니다 · 확인해보겠습니다 · 확인 중입니다 · 검토 중입니다 · 검토하겠습니다 · 생각해 보겠습니다 · 연기 · 연기합니다
"""

_APOLOGIES = (
    "sorry|i am sorry|i'm sorry|apologies|unfortunately|i am afraid|i'm afraid|leider|tut mir leid|es tut mir leid|désolé|désolée|je suis désolé|malheureusement|"
    "lo siento|lamentablemente|desafortunadamente|mi dispiace|purtroppo|infelizmente|lamento|desculpe|helaas|het spijt me|przykro mi|niestety|tyvärr|ledsen|"
    "desværre|beklager|dessverre|valitettavasti|bohužel|je mi líto|maalesef|üzgünüm|к сожалению|извините|на жаль|вибачте|申し訳ありません|申し訳ありませんが|申し訳ございませんが|申し訳ないですが|誠に恐縮ですが|恐縮ですが|大変恐縮ですが|誠に申し訳ございませんが|誠に残念ですが|誠に残念ながら|残念ですが|すみませんが|すみません|恐れ入りますが|心苦しいですが|せっかくですが|残念ながら|抱歉|很遗憾|죄송합니다|아쉽지만"
)
APOLOGIES = frozenset(_APOLOGIES.split("|"))
"""What may stand before a no."""

_BARE_NO = (
    "against ei falsch fel hayır nah ne nee negative nei nein nej never nie nix no non nope não nä næ nö tegen "
    "wrong нет ні いいえ 不 否 아뇨 아니 아니오 아니요"
)
BARE_NO = frozenset(_BARE_NO.split())
"""A no of one word: alone or with a comma behind, since "no problem" is none."""

_NEGATIONS = (
    "against aldri aldrig can't cannot cant değil don't dont ei ej geen hayır ikke inte jamais jamás kein keine "
    "keinen mustn't mustnt ne never nicht nie niemals niet nigdy nikdy no nobody non nooit not nunca não pas "
    "refuse shouldn't unacceptable unsafe won't wont wouldn't wrong älkää älä не нет никогда ні ніколи"
)
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that make a line sound like a no."""


__all__ = [
    "APPROVE",
    "CLOSING",
    "EMOJI_APPROVE",
    "EMOJI_REJECT",
    "GREETED",
    "GREETING",
    "REJECT",
    "DecisionVocabulary",
    "collect_words",
    "load_vocabulary",
]

APPROVE: Mapping[str, tuple[str, ...]] = group_by_language(APPROVING)
SOUNDS: Mapping[str, tuple[str, ...]] = group_by_language(SOUNDING)
REJECT: Mapping[str, tuple[str, ...]] = group_by_language(REJECTING)
HOLD: Mapping[str, tuple[str, ...]] = group_by_language(HOLDING)

EMOJI_APPROVE = ("👍", "✅")
EMOJI_REJECT = ("👎", "❌", "🛑", "🙅", "⛔", "🚫")

_LONG = {
    "i'm": "i am", "you're": "you are", "we're": "we are", "i've": "i have", "we've": "we have", "you've": "you have", "it's": "it is",
    "that's": "that is", "i'll": "i will", "we'll": "we will", "don't": "do not", "doesn't": "does not", "can't": "cannot",
    "can not": "cannot", "won't": "will not", "isn't": "is not", "aren't": "are not", "there's": "there is", "everything's": "everything is",
    "thats": "that is", "youre": "you are", "dont": "do not", "ive": "i have", "lets": "let's", "wont": "will not", "theres": "there is",
}  # fmt: skip
_SHORT = re.compile(rf"\b(?:{'|'.join(map(re.escape, _LONG))})\b")
_ALIASES = {"no": "nb", "nn": "nb"}


class DecisionVocabulary(NamedTuple):
    """The phrases that count for a person, as `normalize_phrase` writes them. `supports` may stand beside a yes."""

    approves: frozenset[str]
    sounds: frozenset[str]
    supports: frozenset[str]
    rejects: frozenset[str]
    holds: frozenset[str]


@lru_cache(maxsize=4_096)
def normalize_words(text: str) -> str:
    """A phrase for looking up: compatibility forms, case, apostrophes, blanks and English contractions evened out."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").casefold()
    return " ".join(_SHORT.sub(lambda found: _LONG[found[0]], plain).split())


MAX_UNFOLDED = 2
"""Letters of a word that without its accents is another: "nä" refuses, "na dann" does not."""


@remember(longest=500, most=4_096)
def fold_accents(text: str) -> str:
    """A phrase without accents, and with one i: for refusals and delays alone, where an error only delays."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFD", text.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return unicodedata.normalize("NFC", "".join(letter for letter in plain if unicodedata.category(letter) != "Mn"))


def collect_words(lists: Mapping[str, tuple[str, ...]], locales: Iterable[str]) -> frozenset[str]:
    """The phrases of English and of these languages (`de`, `de-AT`, `pt_BR`). An unknown language has none.

    Polish "no" is a yes in a kitchen and a no in an office, so where Polish alone is spoken it is neither. Among other
    languages it is theirs: it rejects, which is the safe side.
    """
    languages = find_languages(locales)
    found = {normalize_words(phrase) for language in languages for phrase in lists.get(language, ())}
    return frozenset(found - {"no"} if languages <= {"en", "pl", "cs"} and languages != {"en"} else found)


def load_vocabulary(locales: Iterable[str]) -> DecisionVocabulary:
    """The phrases of English and of these languages."""
    return _build_vocabulary(find_languages(locales))


@lru_cache(maxsize=64)
def _build_vocabulary(languages: frozenset[str]) -> DecisionVocabulary:
    sounds, rejects, holds = (collect_words(lists, languages) for lists in (SOUNDS, REJECT, HOLD))
    approves = collect_words(APPROVE, languages) | {
        word.replace("ı", "i") for word in collect_words(APPROVE, languages & {"tr"})
    }
    clear = approves - sounds - rejects - holds
    return DecisionVocabulary(
        approves=clear | set(EMOJI_APPROVE),
        sounds=sounds | (approves - clear),
        supports=sounds - HEDGES - rejects - holds,
        rejects=rejects
        | {fold_accents(phrase) for phrase in rejects if len(phrase) > MAX_UNFOLDED} - clear
        | set(EMOJI_REJECT),
        holds=holds | {fold_accents(phrase) for phrase in holds} - clear,
    )


def find_languages(locales: Iterable[str]) -> frozenset[str]:
    """The languages of these locales, and English."""
    return _find_languages(tuple(locales))


@lru_cache(maxsize=256)
def _find_languages(locales: tuple[str, ...]) -> frozenset[str]:
    named = (locale.lower().replace("_", "-").partition("-")[0] for locale in locales)
    return frozenset({"en", *(_ALIASES.get(name, name) for name in named)})
