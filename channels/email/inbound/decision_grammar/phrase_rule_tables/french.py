"""French: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

FRENCH = """
I = je|nous|on
V = (\ue000|[version|tag|commit|release] \ue000) [(sur|en|comme|pour|de|au|avec|=) [version|tag|commit|le commit|le tag] \ue000]
NOUN = demande|version|release|mise en production|livraison|tag|commit|opération|action|déploiement|exécution|publication|étape|changement|modification|mise en ligne|merge|push|requête|proposition|plan|tagging|mise à jour|mise en prod|étiquetage|changements|modifications
OBJ = (le|la|l'|cette|ce|cet|votre|ta|ton|les) {NOUN} [{V}|de {V}|du {V}|pour {V}|en {V}|sur {V}]|{V}|la {V}|le {V}|ça|cela|ceci|le tout|tout|l'opération|l'action|l'exécution|l'étape|la mise en prod
ADV = bien|volontiers|donc|aussi|par la présente|sans problème|officiellement|pleinement|totalement|sans hésiter|avec plaisir|tout de suite|maintenant|alors
ACT = approuve|valide|autorise|accepte|confirme et valide|confirme et approuve|approuvons|validons|autorisons|acceptons|cautionne|entérine
DONE = approuvé<,e,s,es>|validé<,e,s,es>|autorisé<,e,s,es>|accepté<,e,s,es>|accordé<,e,s,es>
GIFT = accord|feu vert|approbation|autorisation|validation|aval|ok|go|consentement|bon pour accord|go ahead
MY = mon|ma|le|la|l'|notre|un|plein|mon plein|tout mon|votre
INF = procéder|continuer|poursuivre|lancer|exécuter|avancer|déployer|publier|livrer|taguer|tagger|pousser|merger|y aller|foncer|commencer|démarrer|faire|le faire|la faire|lancer la suite|créer le tag|poser le tag|pousser le tag|passer en prod|mettre en prod|mettre en production|mettre en ligne|sortir|envoyer|partir
IMP = procédez|procède|continuez|continue|poursuivez|poursuis|lancez|lance|exécutez|exécute|déployez|déploie|publiez|publie|livrez|livre|taguez|tague|taggez|tagge|tag|poussez|pousse|mergez|merge|mettez|envoyez|envoie|démarrez|démarre|créez|crée|posez|pose|sortez|avancez|avance
FOR = pour moi|de ma part|pour ma part|de mon côté|de mon point de vue|en ce qui me concerne|par moi|à mes yeux|de notre côté|pour nous|quant à moi
+ {I} [{ADV}|l'|la|le|les] {ACT} [{ADV}] [{OBJ}] [{ADV}]
+ (j'approuve|j'autorise|j'accepte|je l'approuve|je l'autorise|je l'accepte|nous l'approuvons|j'entérine|je donne suite) [{ADV}] [{OBJ}] [{ADV}]
+ [{OBJ}|c'est|c'est tout|elle est|il est|tout est|voilà c'est|demande|version|release|livraison|mise en prod|déploiement] [est|sont|c'est|:] [bien|donc|entièrement] {DONE} [{FOR}]
+ {DONE} [{FOR}|pour {OBJ}|{OBJ}|sans réserve]
+ (je donne|je vous donne|je te donne|nous donnons|j'accorde|je confirme|je vous confirme|je te confirme|nous confirmons|je renouvelle|donne|je délivre) [{ADV}|par la présente] {MY} {GIFT} [pour {OBJ}|à {OBJ}|sur {OBJ}|pour {INF} [{OBJ}]]
+ (vous avez|tu as|vous avez donc|t'as|tu as donc) [{ADV}] {MY} {GIFT} [pour {OBJ}|pour {INF} [{OBJ}]|de ma part]
+ ({GIFT}|avis favorable) (donné<,e>|accordé<,e>|confirmé<,e>) [{FOR}]
+ (feu vert|bon pour accord|accord|go|validation|oui|autorisation|mon feu vert|mon accord|grand oui|un grand oui|approbation) ({FOR}|pour {OBJ}|pour {INF} [{OBJ}])
+ (mon accord|mon feu vert|mon approbation|mon aval) [est|vous est|t'est] [donné|acquis|accordé]
+ {FOR} [c'est] [un|le] (oui|go|feu vert|ok|bon|d'accord|validé|approuvé|accord|c'est bon|c'est ok|c'est validé|c'est d'accord|ok|c'est approuvé|ça marche|ça va|ça me va|tout est bon|tout est ok)
+ (c'est|tout est|c'est tout|ça) [est] (bon|ok|okay|parfait|d'accord|clair et bon|correct|bien|très bien|va|me va|marche|impeccable|nickel) {FOR}
+ (ok|okay|d'accord|bon|parfait|très bien|tout bon|ça marche|nickel|impeccable|rien à redire) {FOR}
+ (vous pouvez|tu peux|on peut|nous pouvons|tu peux donc|vous pouvez donc) [{ADV}] [y|le|la|l'] (aller|{INF}|{INF} {OBJ}|{INF} avec {OBJ}|{INF} sur {OBJ}) [{ADV}]
+ (merci de|prière de|veuillez|il faut|libre à vous de|n'hésitez pas à|n'hésite pas à) [bien vouloir] {INF} [{OBJ}|avec {OBJ}|à {OBJ}]
+ {IMP} [{ADV}] [{OBJ}|avec {OBJ}|à {OBJ}] [{ADV}|en prod|en production|en ligne]
+ {INF} {OBJ}
+ (procéder|exécuter|lancer|déployer|publier|continuer|poursuivre)
+ (vas-y|allez-y|vas y|allez y|allons-y|allons y|fonce|foncez|roule|roulez|go go|envoie|envoyez|on y va|c'est parti|on fonce|on lance|on envoie|on peut y aller|on déploie|en avant|en route|à toi de jouer|à vous de jouer|banco|feu|balance|balancez|balance la sauce|envoie le pâté|on est bons|faites|fais|fais-le|faites-le|fais ça|faites ça|faites donc|fais donc|allez|go pour|tu peux|vous pouvez|vous pouvez y aller|lâche tout|fais-toi plaisir|faites-vous plaisir|let's go|on fait ça|faisons ça|faisons-le|faisons comme ça|faites comme ça|fais comme ça) [{OBJ}|pour {OBJ}|avec {OBJ}|sur {OBJ}|tout de suite|maintenant|les yeux fermés|franchement]
+ go (pour {OBJ}|pour moi|de ma part)
+ oui (vas-y|allez-y|go|merci|bien sûr|tout à fait|absolument|évidemment|volontiers|sans problème|parfait|d'accord|c'est bon|c'est ok|c'est d'accord|c'est validé|pour moi|je valide|je confirme|je suis d'accord|vous pouvez|tu peux|ça me va|ça marche|faites|fais-le|avec plaisir|carrément|certainement|bien entendu|fonce|de ma part|s'il vous plaît|s'il te plaît|svp|stp|cent fois oui)
+ bien sûr que oui|mais oui|ouais vas-y|absolument|bien évidemment|évidemment|bien entendu|certainement|bien sûr|mais bien sûr|oui oui vas-y|carrément|sans hésiter|sans hésitation|affirmatif|grand oui|volontiers|avec plaisir|sans problème
+ (je suis|nous sommes|on est|je suis tout à fait|je suis entièrement|je suis totalement) [{ADV}|tout à fait|entièrement|complètement] (d'accord|favorable|partant|pour) [avec {OBJ}|avec cette {NOUN}|pour {INF} [{OBJ}]|pour {OBJ}|{FOR}]
+ (d'accord|ok) (pour {OBJ}|pour {INF} [{OBJ}]|avec {OBJ})
+ bon pour (accord|exécution|déploiement|livraison|release|mise en production|mise en prod|publication|le tag|{OBJ}|service|tag)
> formidable|magnifique|extra|bravo|beau travail|bon travail|ok parfait|bien vu|c'est top|c'est clair|très bon|chouette|cool|impec|yes|ok super|bien joué
> oui|ok|okay|d'accord|parfait|très bien|super|merci|bien sûr|entendu|bien|nickel|impeccable|génial|excellent|ça marche|pas de problème|aucun problème|pas de souci|pas de soucis|aucun souci|c'est bon|c'est ok|c'est parfait|ouais|tout est bon|tout est ok|tout bon|bien reçu|merci beaucoup|allez|alors|top|ça me va|noté|c'est noté|donc|de mon côté|pour ma part|pour moi|de ma part|oui oui|tout à fait|absolument|volontiers|évidemment
< merci|merci beaucoup|svp|stp|s'il te plaît|s'il vous plaît|s'il te plait|s'il vous plait|merci d'avance|maintenant|tout de suite|dès maintenant|comme prévu|comme convenu|comme proposé|comme demandé|comme discuté|comme indiqué|tel quel|en l'état|sans réserve|cordialement|cdt|sans problème|franchement|{FOR}|alors|donc|de suite|et merci|bonne journée|sans souci|les yeux fermés
NOUGHT = pas|aucun|aucune|zéro|sans|je n'ai pas|je n'ai aucun|je n'ai aucune|je ne vois pas|je ne vois aucun|je ne vois aucune|il n'y a pas|il n'y a aucun|il n'y a aucune|pas vraiment|je n'y vois pas|je n'y vois aucun|je n'y vois aucune|y a pas|nous n'avons pas|nous n'avons aucune
~ {NOUGHT} [de|d'|la moindre|le moindre|la|une|un] (souci<,s>|problème<,s>|objection<,s>|inconvénient<,s>|remarque<,s>|réserve<,s>|blocage<,s>|commentaire<,s>|question<,s>|opposition|raison de refuser|d'objection<,s>|d'inconvénient<,s>|d'opposition|obstacle<,s>|d'obstacle) [{FOR}|à {OBJ}|sur {OBJ}|avec {OBJ}|à cela|majeur|particulière|particulier|à signaler]
~ (rien à redire|rien à signaler|rien contre|rien à ajouter|rien à dire|ras|je n'ai rien contre|je n'y vois rien à redire|je ne m'y oppose pas|je n'ai rien à redire|je n'ai rien à dire|je ne vois rien à redire|je ne suis pas contre) [{FOR}]
THING = le commit|commit|le diff|diff|les changements|le tag|tag|les tests|tests|la ci|ci|le build|build|tout|ça|cela|c'|la version|le changelog|changelog|\ue000|tous les tests|le pipeline|le code|les modifications|la demande|les infos|l'ensemble|les notes de version
~ [j'ai|j'ai bien|je l'ai|je les ai|nous avons|on a|ai] [bien|déjà|tout|juste] (vérifié|relu|regardé|contrôlé|lu|vu|revu|testé|validé|parcouru|examiné|comparé|jeté un œil) [{THING}|{OBJ}|à {THING}|sur {THING}] [rapidement|en détail|moi-même]
~ [{THING}] (vérifié|relu|contrôlé|regardé|revu) [{FOR}]
~ {THING} (est|sont|semble|semblent|a l'air|ont l'air|me semble|me semblent|me paraît|passe|passent) [bien|tous|toutes|tout] [bon<,s,ne,nes>|ok|vert<,s,e,es>|correct<,s,e,es>|le bon|la bonne|propre<,s>|en ordre|parfait<,s,e>|bien|juste|conforme<,s>|au vert|en règle]
~ c'est (le bon|la bonne|le bon commit|la bonne version|le bon tag|bon|ok|okay|parfait|bien|correct|tout bon|nickel|impeccable|clair|très bien|en ordre|conforme|noté|bien ça)
~ (ça|cela|tout) (me va|me convient|marche|roule|va|me semble bon|me semble ok|me paraît bon|me paraît bien|est ok|est bon|a l'air bon|me semble bien|me semble correct) [bien|parfaitement|très bien|tout à fait]
~ (beau travail|bon travail|bien joué|bravo|joli travail|pouce en l'air|top|parfait|nickel|impeccable)
~ (aprouvé|aprouve|approuver|approuvee|aprouvée|approuvé|aprové|approuvés|j'aprouve|approuv|aprrouvé|approvué|aprouver|apprové|apprové|valider|validè|validez|vallidé|valdié)
NEG = pas|point|absolument pas|pas du tout|surtout pas|plus|rien|jamais
- [non] (je|nous|on) (ne|n') [le|la|l'|les|vous|te|peux|y|suis|sommes|souhaite|veux|vais|peux pas|m'y] [{ACT}|autorise|approuve|valide|suis|sommes|peux|veux|souhaite|vais|donne|accepte|cautionne|confirme|peux] (pas|absolument pas|pas du tout|malheureusement pas|hélas pas|rien) [{ACT}|approuver|valider|autoriser|accepter|d'accord|favorable|mon accord|mon feu vert|mon aval|cautionner|donner mon accord|donner mon feu vert|laisser passer|confirmer|l'approuver|la valider|le valider|lancer|y aller|prêt à valider|prêt à approuver|pour] [{OBJ}|avec {OBJ}|à {OBJ}|ça|comme ça|en l'état]
- [non] je n'<approuve,autorise,accepte> pas [{OBJ}|ça|cela]
- [non] (je|nous) (refuse|refusons|rejette|rejetons|décline|déclinons|m'oppose|m'y oppose|bloque|désapprouve|le refuse|la refuse|le rejette|la rejette|préfère refuser|dois refuser|vais refuser|dois décliner|suis contre|suis opposé|suis opposée|vote contre|mets mon veto|mets un veto|suis contraint de refuser|suis obligé de refuser|suis obligée de refuser|regrette de refuser) [{OBJ}|à {OBJ}|ça|cela]
- [{OBJ}|demande|version|c'est|release|livraison] [est|c'est] (refusé<,e,s,es>|rejeté<,e,s,es>|décliné<,e>|non validé<,e>|non approuvé<,e>|non autorisé<,e>|annulé<,e>|interdit<,e>|pas validé<,e>|pas approuvé<,e>|pas autorisé<,e>|désapprouvé<,e>|recalé<,e>) [{FOR}]
- (ne|n') [le|la|l'|les|surtout|y|me] {IMP} (pas|rien|surtout pas) [{OBJ}|ça|cela|svp|encore]
- (ne|n') (lance|lancez|fais|faites|touche|touchez|déploie|déployez|pousse|poussez|publie|publiez|exécute|exécutez|tague|taguez|procède|procédez|continue|continuez|approuve|approuvez|valide|validez|va|allez) (pas|rien|surtout pas) [{OBJ}|ça|cela|comme ça|à {OBJ}|svp]
- n'exécut<e,ez> (pas|rien|surtout pas) [{OBJ}|ça]
- n'y (allez|va|allons) (pas|surtout pas)
- (merci de|veuillez|prière de|svp|surtout) [bien vouloir] (ne pas|ne rien) ({INF}|approuver|valider|toucher) [{OBJ}|ça|à {OBJ}]
- ne (pas|rien) ({INF}|approuver|valider|toucher) [{OBJ}|ça|à {OBJ}]
- (il ne faut|on ne peut|on ne doit|vous ne pouvez|tu ne peux|vous ne devez) (pas|surtout pas) ({INF}|approuver|valider) [{OBJ}|ça]
- [merci|merci de|veuillez|prière de|il faut|svp|on] [d'] (annuler|annulez|annule|abandonner|abandonnez|abandonne|refuser|rejeter|rejetez|interrompre|retirez|retirer|retire|d'annuler|d'abandonner|d'interrompre|rejette) [{OBJ}|ça|cela|la demande|tout]
- [c'est|ce n'est pas|vous avez|tu as] [le|la|un|une] (mauvais|mauvaise|pas le bon|pas la bonne|bon mauvais) (commit|version|tag|branche|build|release|hash|numéro)
- ce n'est pas (le bon|la bonne|bon|ok|possible|acceptable|correct|validé|approuvé|autorisé|le bon commit|la bonne version|le bon tag|le bon moment)
- (pas|aucun|aucune|pas de|pas d') (d'accord|accord|feu vert|validation|autorisation|approbation|d'autorisation|ok|question|possible|acceptable|bon|correct|validé|approuvé|comme ça|celle-ci|celui-ci|ce commit|cette version|en l'état|question) [{FOR}|pour {OBJ}]
- (non merci|non non|non désolé|non désolée|désolé non|désolée non|non svp|non s'il vous plaît|non s'il te plaît|surtout pas|certainement pas|absolument pas|hors de question|en aucun cas|jamais de la vie|jamais|négatif|contre|je suis contre|c'est non|c'est un non|pour moi c'est non|c'est non pour moi|non pour moi|non de ma part|un non ferme|non catégorique|c'est refusé|c'est rejeté|refus|refus de ma part|rejet|veto|je mets mon veto|objection|je m'y oppose|malheureusement non|hélas non|malheureusement pas|laissez tomber|laisse tomber|oubliez|oublie|arrêtez et annulez|pouce en bas|mauvaise idée|plutôt non|plutôt pas|mieux vaut pas|vaut mieux pas|non ça ne va pas|ça ne va pas|ça ne me va pas|ça ne passe pas|avis défavorable|défavorable|pas moyen|c'est mort|même pas en rêve|sans moi|ko)
! [non|merci de|veuillez|svp|il faut|on doit|on va|je préfère] [d'] (attendez|attends|attendre|attendons|patientez|patienter|patiente|stop|stoppez|stoppe|stopper|arrêtez|arrête|arrêter|suspendez|suspendre|suspends|reportez|reporter|reporte|différer|décaler|décalez|mettez en pause|mettre en pause|mets en attente|mettez en attente|mettre en attente|on attend|on arrête|on stoppe|on reporte|on décale|minute|un instant|un moment|pause|d'attendre|de patienter|temporisez|gelez|bloquez) [tout|svp|stp|un peu|s'il te plaît|s'il vous plaît|encore|{OBJ}|avant]
! [non|désolé] (pas encore|pas maintenant|pas aujourd'hui|pas tout de suite|pas avant|pas ce soir|pas cette semaine|pas pour l'instant|pas pour le moment|plus tard|demain|pas un vendredi|pour le moment non|pour l'instant non|trop tôt|encore trop tôt|seulement après|c'est trop tôt)
= (merci|merci beaucoup|merci bien|un grand merci|mille mercis|grand merci|merci à toi|merci à vous|merci à tous) [pour (l'info|les infos|ton travail|votre travail|le travail|le résumé|les détails|ton message|votre message|ton mail|votre mail|la préparation|l'information|la mise à jour|le suivi|votre patience|la relance|tout|l'alerte)|d'avoir (demandé|vérifié|prévenu)|de (demander|prévenir|m'avoir prévenu|m'avoir prévenue|votre retour|ton retour)|d'avance|à vous|à toi|et bonne journée|et à bientôt]
= (cordialement|bien cordialement|très cordialement|bien à vous|bien à toi|cdt|cdlt|bàv|amicalement|salutations|sincères salutations|meilleures salutations|bonne journée|bonne soirée|bon week-end|bon weekend|belle journée|excellente journée|bonne fin de journée|bon courage|bonne chance|à bientôt|à plus|à plus tard|à demain|a+|à +|bises|bisous|à toi|respectueusement|bonne continuation|belle soirée|en vous remerciant|bonne mise en prod|au plaisir)
= (bonjour|bonsoir|salut|hello|coucou|bonjour à tous|bonjour à toutes et à tous|bonjour l'équipe|salut l'équipe|hello l'équipe|salut à tous|bonjour madame|bonjour monsieur|madame|monsieur|madame monsieur|chers collègues|cher collègue|chers tous|cher collaborateur|hello à tous|bonjour à toi)
REQ = demandé<,e,s,es>|proposé<,e,s,es>|ci-dessous|ci-dessus|en objet|décrit<,e,s,es>
+ {I} [l'|la|le|les|vous|te] {ACT} (ce qui est demandé|ce qui est proposé|la demande {REQ}|l'opération {REQ}|l'action {REQ}|la {NOUN} {REQ}|l'{NOUN} {REQ}|le {NOUN} {REQ})
+ (j'approuve|j'autorise|j'accepte|je valide|je donne mon accord à|je donne mon accord pour|je donne mon feu vert à|je donne mon feu vert pour) [la|le|l'|cette|ce|votre] ({NOUN} {REQ}|opération {REQ}|ce qui est demandé)
+ (je soussigné approuve|je vous donne bien volontiers mon accord|c'est avec plaisir que j'approuve|c'est avec plaisir que je valide|par la présente j'approuve|par la présente je valide|je confirme que j'approuve|je confirme que je valide|je confirme que j'autorise|je vous confirme que je valide|je vous confirme que j'approuve) [{OBJ}]
+ (vous pouvez|tu peux|on peut) [{ADV}] (procéder|passer|aller) (à l'opération|à l'exécution|à {OBJ}|à la suite|à l'action|au déploiement|au tag|à la mise en prod|à la publication)
+ (procédez|procède|procéder|passez|passe) [{ADV}] (à l'opération|à l'exécution|au déploiement|au tag|à la publication|à la mise en prod|comme prévu|à {OBJ})
+ [donc|et|alors] (c'est un|c'est un grand|un grand|c'est|c'est donc|ce sera|pour moi c'est) oui [{FOR}|sans hésiter]
+ (oui oui|oui|ouais|ouaip|ouep|yep|yes|ok|okay) (vas-y|allez-y|lance|lancez|fonce|foncez|envoie|tu peux lancer|vous pouvez lancer|on y va|tu peux y aller|vous pouvez y aller|c'est parti|je confirme mon accord)
+ (oui oui|oui|yes) (go|c'est tout bon|tout est bon|c'est bon|impec|allez|à fond)
+ (ma réponse|ma décision|mon vote) [est] (oui|est oui|favorable|est favorable|go|pour|approuvé)
+ (c'est|tout est|tout) (approuvé|validé) [des deux mains|sans réserve|à 100%|{FOR}]
+ (allez go|allez hop|hop c'est parti|allez on y va|allez vas-y|allez c'est parti|yes go|oui go|ok go|go go go|feu vert total|accord total|accord complet|accord plein et entier|je suis d'accord vas-y|je suis d'accord allez-y|tout bon vas-y|tu as carte blanche|vous avez carte blanche|carte blanche)
> ouaip|ouep|yep|impec|impeccable|super boulot|beau boulot|bon boulot|joli boulot|excellent travail|super travail|très bon travail|confirmé|je confirme|vérifié|relu|enfin|youpi|hourra|félicitations|félicitations à tous|oki|dac|d'acc|c'est tout bon|oui oui c'est tout bon|cool merci|c'est noté merci|avec plaisir|rien à dire|rien à redire|tout est en ordre|tout est ok|c'est correct
> (beau|bon|super|excellent|très bon|joli) (travail|boulot|job) (à tous|l'équipe|tout le monde|les amis|les gars|comme toujours)
< comme indiqué ci-dessous|comme décrit|comme décrit ci-dessous|comme d'habitude|tel que demandé|telle que demandée|tel que proposé|tel que décrit|à 100%|les amis|les gars|quant à moi|en ce qui nous concerne|sans délai|immédiatement|dès que possible|au plus vite|des deux mains
- (nan|nan merci|nan laisse tomber|nan laissez tomber|nope|que nenni|pas du tout|ah non|oh non|mais non|ben non|eh non|euh non|non alors|non pas question|niet|non et non|non mais non)
- [désolé|désolée|malheureusement] (ma réponse|la réponse|ma décision|mon vote|mon avis) [est|reste|sera] [donc] (non|négatif|négative|un non|défavorable|contre|est non)
- ({GIFT}|{OBJ}|la demande|demande|permission|mise en prod) [est|sont|a été] (refusé<,e,s,es>|rejeté<,e,s,es>|non accordé<,e>|non donné<,e>|pas accordé<,e>|pas donné<,e>|retiré<,e>|révoqué<,e>|bloqué<,e>|annulé<,e>)
- (je retire|je révoque|je refuse de donner|je refuse) {MY} {GIFT} [pour {OBJ}]
- (je suis|nous sommes) (au regret de|contraint de|contrainte de|obligé de|obligée de|forcé de|navré de devoir) (refuser|rejeter|décliner|ne pas approuver|ne pas valider|vous opposer un refus|dire non) [{OBJ}|votre demande|cette demande]
- (j'ai le regret de|je regrette de devoir|je me vois contraint de|je me vois contrainte de|je dois malheureusement|je dois hélas|je dois) (refuser|rejeter|décliner|vous refuser|vous informer de mon refus|dire non) [{OBJ}|cette demande|votre demande]
- (je regrette mais|je suis désolé mais|je suis désolée mais|désolé mais|désolée mais|navré mais|hélas|malheureusement) (je ne peux pas|je ne peux|c'est non|non|je refuse|je dois refuser|je ne suis pas d'accord|nous ne pouvons pas) [approuver|valider|autoriser|accepter|donner mon accord] [{OBJ}|cette demande|ça]
- [svp|on|bon] (laisse|laissez|laissons|laisse donc) [ça|cela|tout ça|{OBJ}] (tomber|tranquille|de côté|ainsi|comme ça|en l'état|tel quel) [svp|stp|s'il te plaît|s'il vous plaît]
- (on oublie|oublions|oublions ça|on laisse tomber|on abandonne|on annule|on annule tout|on ne fait pas ça|on ne fait rien|on ne lance pas|on ne lance rien|on ne le fait pas|on ne valide pas|on ne touche à rien|on n'y va pas|nous ne ferons pas ça|on passe notre tour|sans façon|bloqué|bloquée|c'est bloqué|je bloque|stop on annule|annulation|à annuler|à rejeter|à refuser|retour à l'envoyeur|pas touche|bas les pattes|recalé|retoqué|retoquée|niet|ne surtout pas lancer)
- ne (touche|touchez|touchons) (à rien|pas à ça|à rien svp|pas|plus à rien|rien)
- ne (fais|faites) (rien|surtout rien|pas cela|pas ça|absolument rien) [svp|stp]
! [à|c'est|c'est à|on va|il faut|merci de|svp] (reporter|reporté|reportée|décalé|décalée|repoussé|repoussée|repousser|différé|différée|ajourner|ajourné|ajournée|suspendu|suspendue|gelé|gelée|geler) [à|au|svp]
! (mettez|mets|met|mettons|met-on|on met|gardez|garde) (ça|cela|tout|le|la|{OBJ}) (en pause|en attente|de côté|en stand-by|au frais|au chaud|sous le coude)
! mets-le en (pause|attente)|mettez-le en (pause|attente)|mettez-la en (pause|attente)
= (désolé|désolée|pardon|toutes mes excuses|mes excuses|excusez-moi|excuse-moi|excusez|navré|navrée|sorry) (pour|de) (le retard|la réponse tardive|mon retard|ce retard|l'attente|ma réponse tardive|le délai|cette réponse tardive|la brièveté|répondre si tard|répondre tardivement|vous répondre si tard|te répondre si tard)
= [désolé|désolée] [j'étais|je suis] (en réunion|en déplacement|dans le train|au téléphone|en rendez-vous|en rdv|en ligne|absent ce matin|absente ce matin)|depuis mon téléphone|envoyé de mon téléphone|écrit depuis mon téléphone|en vitesse|en coup de vent|vu à l'instant|je viens de voir|je viens seulement de voir
= (je vous prie d'agréer|veuillez agréer|je vous prie de recevoir|veuillez recevoir|recevez|je vous prie de croire à|veuillez croire à|je vous adresse|agréez) [madame|monsieur|madame monsieur] [à] (l'expression de|l'assurance de|mes|nos) [mes|nos] [salutations|sentiments|sincères salutations] [distinguées|distingués|respectueuses|les meilleures|les meilleurs|cordiales|sincères|distinguée]
= (salutations distinguées|sincèrement|bien sincèrement|avec mes salutations|mes salutations|mes meilleures salutations|bises à tous|bonne release|bon déploiement|bon vent|bonne suite|bonne continuation à tous|croisons les doigts|je croise les doigts|merde pour la suite|hâte de voir ça|félicitations [à tous|à toute l'équipe|à l'équipe|pour (la release|le travail|cette version)]|bravo [à tous|à toute l'équipe|à l'équipe|tout le monde|pour (le travail|la release|tout|cette version)]|belle journée à tous|bonne journée à tous|bonne journée à vous|bonne journée à toi|bon après-midi|bien à vous tous)
= (madame la directrice|monsieur le directeur|chère madame|cher monsieur|chère collègue|chères collègues|bonjour tout le monde|salut tout le monde|bjr|slt|bonjour bonjour|coucou à tous|coucou tout le monde|coucou l'équipe|re|rebonjour|re-bonjour|bonsoir à tous|mesdames|messieurs|mesdames messieurs|mesdames et messieurs|bonjour mesdames et messieurs)
= [et|merci de|tu peux|vous pouvez] (me tenir au courant|tiens-moi au courant|tenez-moi au courant|tenez-nous au courant|dis-moi|dites-moi|préviens-moi|prévenez-moi|me prévenir|me dire) [svp|stp] [quand (c'est|ce sera) (fait|fini|terminé|en ligne|en prod|bon)|une fois (terminé|fait|fini|en ligne|en prod)|comment ça s'est passé|comment ça se passe|de la suite|après]
? [le tag|la version|le commit] {V} est [bien] (correct|correcte|bon|bonne|ok|juste|le bon|la bonne|conforme)
? c'est bien (le bon commit|la bonne version|le bon tag|ça|celui-là|le commit prévu)
? (c'était|c'est) [bien] (prévu|planifié|convenu|attendu|programmé|ce qui était prévu)|je (suis au courant|l'attendais|m'y attendais|sais)|on l'avait prévu|nous l'avions prévu|comme prévu
+ ([{I}] [{ADV}] {ACT}|j'approuve|j'autorise|j'accepte) [{ADV}] (la création|la pose|l'ajout|le push|la publication|l'exécution|le déploiement|la mise en production|la sortie) (du tag|de la version|du commit|de la release|du déploiement|de {V}|du {V}) [{V}] [sur {V}]
- merci de ne (pas|plus|surtout pas|rien) (poser|pousser|créer|taguer|tagger|publier|déployer|lancer|exécuter|faire|procéder|continuer|livrer|toucher|valider|merger|avancer|le faire) [{OBJ}|à {OBJ}|ce tag|avec {OBJ}]
- ne (posez|pose|poussez|pousse|créez|crée|taguez|tague|publiez|publie|lancez|lance) (pas|surtout pas|rien) [{OBJ}]
BOT = \ue001|le bot|le robot
FIX = (ce|le) (correctif|fix|patch|hotfix|release|déploiement)|(cette|la) (version|correction|release|mise à jour|livraison)|ça
CREW = la qa|l'équipe|toute l'équipe|l'équipe qa|le support|la prod|les ops|le client|le métier|les développeurs|les devs|l'exploitation
PUT = lance<z-la,z-le,-la,-le,z-ça,-ça>|publie<z-la,z-le,-la,-le>|sors-la|sors-le|sortez-la|sortez-le|envoie-la|envoie-le|envoyez-la|envoyez-le|livre<z-la,z-le,-la,-le>|tague<z-la,z-le,-la,-le>|tagge<z-la,z-le,-la,-le>|pousse<z-la,z-le,-la,-le>|déploie-la|déploie-le|déployez-la|déployez-le|crée-le|créez-le|exécute<z-la,z-le,-la,-le>|libère-la|libérez-la|balance<z-la,z-le,-la,-le>|mettez-la en (prod|production|ligne)|mets-la en (prod|production|ligne)|mettez-le en (prod|production|ligne)|mets-le en (prod|production|ligne)|faites-la partir|fais-la partir|valide<z-la,z-le,-la,-le>
+ {PUT} [{ADV}]
+ [merci|prière] d'(exécuter|avancer|envoyer|effectuer|appliquer|y aller|enchaîner) [{OBJ}]
+ merci (d'exécuter|d'avancer|d'envoyer|d'effectuer|d'appliquer|d'y aller|d'enchaîner|de faire le nécessaire|de faire|de lancer|de créer|de procéder|de publier|de sortir|de taguer|de tagger|de déployer|de livrer|de mettre en prod|de mettre en production) [{OBJ}|{V}|à {OBJ}|avec {OBJ}]
+ [oui|ok|yes|allez|donc|alors|bon] (on|nous) (release|releasons|tague|tagge|publie|publions|livre|livrons|sort|sortons|pousse|poussons|met en prod|met en ligne|mettons en prod|passe en prod|déploie|déployons|lance|lançons|valide|validons|envoie) [ça|{OBJ}]
+ {BOT} (peut|a le droit de|est autorisé à|a mon feu vert pour|a mon accord pour|a le feu vert pour) [{ADV}] (y aller|{INF}|{INF} {OBJ}) [{OBJ}]
+ {BOT} (a mon (feu vert|accord|autorisation|ok)|peut)
+ (laisse|laissez) {BOT} (faire|{INF}) [{OBJ}]
+ (laissez|laisse) (la|le) (partir|sortir|passer|filer)|laissez-la (partir|sortir|passer)|laisse-la (partir|sortir|passer)|laissez-le (partir|sortir|passer)|laisse-le (partir|sortir|passer)
+ (entièrement|totalement|tout à fait|pleinement|complètement|parfaitement|absolument) d'accord [avec {OBJ}|pour {OBJ}|{FOR}]
+ [j'émets un|je donne un|je rends un|j'ai un|avec un] avis favorable [pour|à|sur] {OBJ}|(j'émets un|je donne un|je rends un) avis (favorable|positif)
+ (demande|requête|publication|sortie|mise en production|version) (approuvée|acceptée|validée|autorisée|accordée) [{FOR}]|(décision|réponse) (favorable|positive)|permission accordée|autorisation accordée|accord donné|validation donnée|feu vert donné
+ (go|feu vert|accord|ok|oui) {FOR} [pour {OBJ}]|c'est [un] (go|oui|feu vert) [{FOR}]|c'est go
+ j'(autorise|accepte|approuve) [donc|bien volontiers|par la présente] (la création|la pose|la publication|la sortie|la mise en production|le déploiement) [du tag|de la version|de la release] [{V}|de {V}]
+ je (valide|signe|confirme mon accord|confirme mon feu vert) [des deux mains|les yeux fermés|sans réserve|avec plaisir|bien volontiers|la sortie|la création du tag] [{V}|de {V}]
+ (on peut|vous pouvez|tu peux|je vous laisse|je te laisse|je vous invite à|nous pouvons) [donc|maintenant] (sortir|publier|lancer|livrer|taguer|tagger|déployer|pousser|créer|libérer|faire partir) [la {V}|le {V}|{OBJ}|la version {V}]
> par la présente|vu|entendu pour moi|c'est vu|tout est prêt|voilà
? [nos|les|tous les|tous nos|beaucoup de] (clients|utilisateurs|partenaires|collègues) (attendent|attendaient|l'attendent|l'attendaient|réclament|en ont besoin|la réclament) [tous|déjà|tous déjà] [{FIX}] [avec impatience|depuis (une semaine|des semaines|des jours|hier|longtemps|un moment)]
? (on|nous|tout le monde) (attendait|attend|attendions|attendons|l'attendait|l'attend|l'attendions) [tous|déjà] [{FIX}] [avec impatience|depuis (une semaine|des semaines|des jours|hier|longtemps|un moment)]
? [j'ai|on a|nous avons|je viens de|c'est] [bien|déjà|tout|juste|tout juste|en] (vu|revu|validé|discuté|échangé|parlé|fait le point|calé|vu ça|en discuter|parler|voir|échanger) avec {CREW} [hier|ce matin|à l'instant|tout à l'heure]
? {CREW} (a|ont) [bien|déjà|tout] (validé|testé|terminé|donné son ok|donné son feu vert|fini|confirmé|tout validé)|{CREW} est (ok|d'accord|contente|satisfaite|passée)
? le plus tôt sera le mieux|plus vite c'est mieux|il était temps|c'est le bon moment|rien (à ajouter|de plus|d'autre) [{FOR}]|tout est (prêt|en place|au vert|vert|calé)|nous sommes prêts|on est prêts|tout est en ordre|bon timing
? (changelog|diff|notes de version|le ticket|la pr|le code) (lu|relu|vu|vérifié|ok|propre|à jour|lus|relues|lues)
? [on en a|nous en avons|j'en ai] (parlé|discuté) (au téléphone|en réunion|hier|ce matin|au daily|en visio)
= (salutations|amitiés|bonjour|bises|cordialement|bien cordialement|un bonjour|meilleures salutations|bien à vous|le bonjour|coucou|bons baisers) (de|d'|depuis) [la belle ville de] {PLACE}
= (envoyé|écrit|répondu|message envoyé) (de|depuis|avec) mon (iphone|ipad|mobile|portable|téléphone|smartphone|android|samsung|appareil mobile)|envoyé depuis (l'iphone|outlook pour ios|outlook pour android)
= (merci|merci beaucoup|un grand merci|bravo|félicitations) [encore|bien] (à toute l'équipe|à tous|à tout le monde|pour (votre réactivité|ta réactivité|la rapidité|ce travail|votre vigilance|ta vigilance|le rappel|la relance|le suivi|vos efforts|le travail accompli|le boulot|ton boulot|votre boulot|ce correctif|le correctif|la demande|votre demande|ta demande|la patience))
= (bon|excellent|très bon) (week-end|weekend|après-midi|appétit) [à tous|à toutes et à tous|à vous|à toi]|bonne (journée|soirée|semaine|fin de semaine|fin de journée) [à tous|à toutes et à tous|à vous|à toi|l'équipe]|(beau|super|bon|joli|excellent) (travail|boulot|job) [à tous|l'équipe|tout le monde|à toute l'équipe]
- [malheureusement|hélas|désolé|désolée|pour moi|de ma part] (c'est|ce sera|ça sera) [donc|malheureusement|hélas] un (refus|non|veto) [{FOR}]
- [je regrette|désolé|désolée|navré|navrée] [mais] je ne (peux|puis|saurais|souhaite|veux|vais) [malheureusement|hélas|pas|point] (autoriser|valider|approuver|accepter|signer|cautionner|laisser passer|donner mon accord à|permettre) [{OBJ}|ça|cela]
- surtout (ne|n') (créez|crée|lancez|lance|publiez|publie|taguez|tague|sortez|sors|poussez|pousse|déployez|déploie|exécutez|exécute|faites|fais) (pas|rien) [{OBJ}|ça|ce {NOUN}]
- [ce|cette|la|le|cette] (version|release|tag|livraison|mise en production) (ne sort|ne sortira|ne part|ne partira|ne passe|ne passera) pas
- avis (défavorable|négatif) [{FOR}]|je mets mon véto|véto|{BOT} ne (doit|peut) pas {INF} [{OBJ}]|je ne (signe|signerai|validerai) pas [{OBJ}|ça|cela]
< en production|en prod|aujourd'hui|dès à présent|dès maintenant|dès aujourd'hui
> de mon côté|de notre côté|pour moi|pour ma part|de mon point de vue
BE = être (publiée|publié|lancée|lancé|livrée|livré|déployée|déployé|mise en (production|prod|ligne)|mis en (production|prod|ligne)|taguée|tagué|exécutée|exécuté|créée|créé|poussée|poussé|faite|fait|réalisée)
+ ({OBJ}|la {V}|le {V}|tout|elle|il) peut [bien|donc|maintenant] (partir|sortir|être lancée|passer en (prod|production)|partir en (prod|production)|aller en (prod|production)|{BE}) [{FOR}]
+ [ça|elle|il] peut [maintenant|donc] (partir en (prod|production)|passer en (prod|production)|aller en (prod|production)) [{FOR}]
+ (vas-y|allez-y|go|feu vert|ok|c'est bon|bon) pour (la|le|l'|cette|ce) {NOUN} [{V}]
+ [{I}|je] (donne|vous donne|te donne) [mon|le|un] {GIFT} (à|au|pour) [la|le|l'] ({NOUN}|{V}) [{V}]
~ (c'est|tout est|ça me semble|ça m'a l'air) [tout] (bon|ok|correct|propre|nickel|conforme|parfait) [{FOR}]
~ [je|nous|on] (n'ai|n'avons|n'a|ne vois|ne voyons|ne voit) (aucun problème|aucune objection|aucun souci|rien à redire|pas de problème|pas d'objection) [{FOR}]
? [et] (la recette|la qa|les tests|la ci|le pipeline|la pré-prod|la préprod|les tests de non-régression) (est|sont|a|ont) [tous|bien|aussi|déjà] (ok|passés|passée|passée|verts|verte|au vert|validés|validée|terminés|terminée|concluante|concluants)
? (le client|les clients|le support|les utilisateurs|le métier|tout le monde|les commerciaux) (attend|attendent|réclame|réclament|demande|demandent|l'attend|l'attendent) [tous|déjà] [{FIX}|ce correctif|cette correction] [depuis (lundi|mardi|mercredi|jeudi|vendredi|hier|la semaine dernière|une semaine|des jours|des semaines|longtemps)|toute la semaine|avec impatience]
= [désolé|désolée] [j'étais|je suis|j'ai été] (en réunion|en rendez-vous|en rdv|en déplacement|en congé|en congés|en formation|chez un client|au téléphone|dans le train|dans l'avion|en visio|absent|absente|pris|prise|à déjeuner) [toute la (journée|matinée)|ce matin|hier|jusqu'à maintenant|à l'instant]
= (désolé|désolée|pardon|navré|navrée|toutes mes excuses|mes excuses) (du|pour le|de mon|pour mon|pour ce|de ce|pour la|de la) (retard|délai|réponse tardive|temps de réponse|silence|attente)
= (merci|merci beaucoup|un grand merci|grand merci) (d'avoir|de) [tout|bien|pris le temps de tout|pris le temps de|si bien|vérifié et] (documenter|documenté|préparer|préparé|vérifier|vérifié|expliquer|expliqué|détailler|détaillé|résumer|résumé|attendre|attendu|demander|demandé|prévenir|prévenu|m'avoir prévenu|m'avoir attendu|gérer|géré|suivre|suivi|corriger|corrigé) [ça|cela|tout ça|si vite|rapidement]
= (merci|bravo|félicitations|un grand merci) à (toute l'équipe|tous|toutes|tous et à toutes|l'équipe|vous tous|vous) [pour (le travail|ce travail|votre travail|la réactivité|l'effort|les efforts|votre réactivité)]
+ [{I}] [suis|sommes] [tout à fait|pleinement] favorable [{FOR}] [à (la|l'|cette) {NOUN}|au {NOUN}] [{V}] [{FOR}]
+ [je donne un|j'émets un] avis favorable [{FOR}] [à (la|l'|cette) {NOUN}|au {NOUN}] [{V}] [{FOR}]
+ je (confirme|vous confirme|te confirme) (l'approbation|la validation|l'autorisation|l'accord) [de|pour] [{OBJ}|la {NOUN}|{V}]
+ (validation|approbation|autorisation) (ok|donnée|accordée) [{FOR}]
+ (faites|fais) le nécessaire|on part en (prod|production)|on passe en (prod|production)
< quand (vous voulez|tu veux|vous voudrez|tu voudras)|à votre convenance|à ta convenance
DEED = (la|l'|le|cette|ce) (publication|mise en production|mise en prod|mise en ligne|sortie|livraison|création|livraison|déploiement|release) (de la|du|de) {V}|(la|cette) (version|release) {V}
+ {I} [par la présente|officiellement|formellement] {ACT} [par la présente|officiellement|formellement|sans réserve] {DEED} [en production|en prod]
+ {I} (vous|t') (autorise|autorisons) (à|a) {INF} [{OBJ}|{DEED}|la {V}] [en production|en prod]
+ {I} (donne|donnons) [par la présente] [{MY}] {GIFT} (à|pour) ({DEED}|{OBJ}) [en production|en prod]
+ (je suis|on est|nous sommes) pour [tu peux y aller|vous pouvez y aller|allez-y|vas-y]
+ c'est (oui|un oui|un grand oui) [{FOR}]
+ avis favorable|favorable|banco|adjugé|(fais|faites) péter|(lâche|lâchez) les chevaux|mille fois oui|oui mille fois oui|carrément oui|plein gaz|roulez jeunesse|bon pour (lancement|livraison|mep|mise en production)|je suis favorable
- [j'ai le regret de vous informer que] cette demande est (refusée|rejetée)|(bloquez|bloque|stoppez|stoppe|arrêtez|arrête) (la mise en prod|la mise en production|le déploiement|la livraison|la release|ça)
= (madame|monsieur|madame monsieur|madame/monsieur|mesdames messieurs|chers collègues|chère collègue|cher collègue|chère équipe|bonjour madame|bonjour monsieur|bonjour à tous et toutes|bonjour à toutes et à tous|bonjour à tous|bonjour l'équipe|salut l'équipe|salut tout le monde|veuillez agréer mes salutations distinguées|sincères salutations|salutations distinguées|respectueusement|bien respectueusement|belle journée|à bientôt)
"""
