"""French: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

FRENCH = """
I = je|nous|on
V = (\ue000|[version|tag|commit|release] \ue000) [(sur|en|comme|pour|de|=) [version|tag|commit|le commit|le tag] \ue000]
NOUN = demande|version|release|mise en production|livraison|tag|commit|opération|action|déploiement|exécution|publication|étape|changement|modification|mise en ligne|merge|push|requête|proposition|plan|tagging|mise à jour
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
"""
