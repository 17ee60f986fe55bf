"""French words of a decision by their classes, as `sentence_reading` reads them."""

FRENCH_WORDS = """
y oui|ouais|oui oui|affirmatif|bien sûr|bien entendu|évidemment|naturellement|absolument|certainement|tout à fait|volontiers|avec plaisir|c'est oui [pour moi]|oui (bien sûr|absolument|tout à fait|volontiers|pour moi|de ma part|avec plaisir|s'il te plaît|s'il vous plaît|stp|svp)|un grand oui
w ok|okay|d'accord|très bien|parfait|super|bien|entendu|ça marche|ça me va|c'est bon|c'est bon pour moi|tout est bon|impeccable|impec|nickel|génial|excellent|pas de problème|aucun problème|pas de souci|aucun souci|enfin|beau travail|bon travail|bravo l'équipe|pour moi c'est bon|aucune objection|sans problème|je suis pour
c allez y|vas y|allons y|fais le|faites le|fonce|foncez|lance toi|lancez vous|feu vert|(tu peux|vous pouvez|on peut) (y aller|procéder|continuer|poursuivre|avancer|foncer|exécuter|lancer|le faire)|procède|procédez|exécute|exécutez|bon pour (accord|exécution|moi)|continue|continuez|poursuivez|c'est parti|faites donc|go|c'est tout bon
c (je|nous) [vous|te|] (valide|validons|approuve|approuvons|confirme mon accord|autorise|autorisons|consens|donne mon accord|donne mon feu vert|donne mon autorisation|donne mon approbation|donne mon aval|donne le feu vert|donne l'autorisation)|(je|nous) [vous|te|l'] (autorise|approuve|valide)|(je suis|nous sommes) [tout à fait|entièrement|bien] d'accord|(vous avez|tu as) (mon|le|notre) (accord|feu vert|autorisation|aval|approbation|ok|consentement)|mon (accord|feu vert|aval|ok) [est donné]|accord donné|(je|) donne [mon] (accord|feu vert|aval)|l'autorise|c'est d'accord|accordé de ma part
d approuvé|approuvée|validé|validée|autorisé|autorisée|accordé|accordée|(c'est|est|sont) (approuvé|approuvée|validé|validée|valide|autorisé|autorisée|accordé)|c'est (ok|bon) pour (accord|exécution)|opération (approuvée|validée|autorisée)|approuve|valide
x:delete supprime|supprimez|supprimer|efface|effacez|effacer|enlève|enlevez|enlever|vire|virez|virer|retire|retirez|retirer|élimine|éliminez|jette|jetez|nettoie|nettoyez|la suppression|suppression
f:delete peut (être supprimé|être supprimée|disparaître|partir|sauter)|à supprimer|à la poubelle|poubelle
x:pay paie|paye|payez|payer|règle|réglez|régler|vire|virez|verse|versez|procéder au (paiement|règlement)|procédez au (paiement|règlement)|procède au (paiement|règlement)|effectuer le (paiement|virement)|effectuez le (paiement|virement)|le (paiement|règlement|virement)|paiement|règlement
f:pay bon à payer|à payer|peut être (payé|payée|réglé|réglée)
x:merge fusionne|fusionnez|fusionner|merge|mergez|merger|la fusion
x:release déploie|déployez|déployer|publie|publiez|publier|sors|sortez|sortir|lance|lancez|lancer|mets en (prod|production|ligne)|mettez en (prod|production|ligne)|mettre en (prod|production|ligne)|tague|taguez|taguer|livre|livrez|livrer|envoie en (prod|production)|envoyez en (prod|production)|pousse|poussez|pousser en (prod|production)|release|tag|déploiement|la mise en (prod|production|ligne)|mise en (prod|production)
f:release peut (sortir|partir|être déployé|être déployée|être publiée|être publié)
x:refund rembourse|remboursez|rembourser|le remboursement
x:send envoie|envoyez|envoyer|expédie|expédiez|l'envoi
x:restart redémarre|redémarrez|redémarrer|relance|relancez|relancer
x:create crée|créez|créer|ajoute|ajoutez|ajouter
x:order commande|commandez|commander|achète|achetez
x:cancel annule|annulez|annuler
p merci de|s'il te plaît|s'il vous plaît|stp|svp|[oui] (tu peux|vous pouvez|on peut|tu pourras)|veuillez|n'hésitez pas à|ok pour|d'accord pour|oui pour|bon pour|(je vous|je t'|j') autorise à|(je suis|) d'accord pour|(je suis|) favorable à|feu vert pour|je (valide|approuve|confirme)|merci d'|autorisation de|je consens à|pour
o ça|cela|ceci|le|la|les|l'|ce|cet|cette|ces|du|de la|au|aux|celle|demande|action|étape|modification|opération|chose|vieille|vieux|tout|un|une|nouvelle
o:pay facture|paiement|montant|somme|fournisseur|règlement|virement|argent
o:branch branche
o:release version|release|tag|déploiement|build|prod|production|mise en prod|mise en production|mise à jour|correctif|commit|livraison|v
o:merge pr|pull request|merge request|branche|mr
o:data fichier|fichiers|dossier|enregistrement|table|sauvegarde|données|base
o:account compte|utilisateur|utilisateurs
o:server serveur|service|instance|machine
o:send mail|message|courriel|newsletter|lettre|réponse
o:refund remboursement|montant|argent|client
o:order commande
j de (ma|notre) (part|côté)|de mon côté|pour (moi|nous|ma part)|par la présente|alors|donc|volontiers|tranquillement|directement|immédiatement|tout de suite|sans attendre|sans réserve|dès que possible|au plus vite|comme (prévu|convenu|proposé|demandé|décrit)|et|à|en|de|dans|y|avec plaisir|bien|entièrement|sans hésiter|en l'état|rapidement|c'est|complètement|votre|ton|sans problème|d'
t maintenant|aujourd'hui|dès maintenant|dès aujourd'hui
g bonjour|salut|coucou|bonsoir|merci|merci beaucoup|merci d'avance|merci (d'avoir demandé|de m'avoir demandé|pour l'info|pour la relance|pour le rappel|pour le résumé|d'avoir vérifié)|cordialement|cdt|bien à vous|bonne journée|bises|à toi|sincères salutations|bien cordialement
r j'|je|nous|on|ai|avons|est|sont|et|la|le|les|l'|tout|tous|toutes|c'|de|du|des|dans|avec|sur|au|montant|facture|chiffres|tests|test|code|plan|diff|pipeline|build|branche|livraison|version|marchandise|commande|très|bien|moi|même|ça|cela|semble|a|été|aussi|d'|en|y|données|bon|tests
e exact|exacte|exacts|correct|correcte|corrects|juste|justes|bon|bonne|bons|vert|verts|vérifié|vérifiée|vérifiés|contrôlé|contrôlée|relu|relue|testé|testée|conforme|conformes|en ordre|parfait|en règle|reçu la marchandise|livré|livrée|complet|complète|fonctionne|marche bien|fonctionne (bien|parfaitement)|prêt|prête|propre|obsolète|inutile|morte|fusionnée|(personne|plus personne) (ne|n') (s' en sert|l' utilise|utilise cette branche|en a besoin) [plus]|(personne|plus personne) ne s'en sert [plus]|personne n'en a [plus] besoin|on (ne|n') (s'en sert|en a|l'utilise) plus|(elle|il) ne sert plus [à rien|à personne]|ne sert plus|rien à redire|aucune objection|pas d'objection|aucun problème
v ne|n'
n pas|rien|jamais|ni|aucun|aucune|surtout pas|non
k refusé|refusée|refus|(je|nous) [le|la|] (refuse|refusons)|je (m'y|m') oppose|rejeté|rejetée|(je|nous) [le|la|] (rejette|rejetons)|je décline|décliné|veto|annule [ça|tout]|annulez [ça|tout]|bas les pattes|(on|nous|je|tu|) (garde|gardons|gardez|conserve|conservez|conservons) [la|le|cette|les] [branche|fichier|données|serveur]|laisse [la|le|cette|ça] [branche] (tranquille|en paix|en place|tomber|comme ça)|laissez [la|le|cette|ça] [branche] (tranquille|en paix|en place|tomber)|laisse tomber|laissez tomber|opération refusée|demande refusée|paiement refusé|c'est non|ce sera non|non merci|à refuser|retirez (la|cette|votre) demande|hors de question|pas question|je suis contre|défavorable|avis défavorable|interdit|je dis non|niet
a d'accord|accord|approuve|valide|autorise|approuver|valider|autoriser|accepte|accepter|fasse|faire|faites|touche|touchez|toucher|touchons|signer|signe|favorable|approuvé|consens|payons|paierai|supprimons|veux|souhaite|exécutez|lance|publie|réglons|paie|paye|ça|cela soit fait|le fasse|bouge|autorisation
! merci pour|merci d'avoir|si|lorsque|lorsqu'|quand|dès que|dès qu'|jusqu'|jusqu|jusque|après|avant|mais|seulement|uniquement|sauf|excepté|cependant|toutefois|plutôt|peut être|probablement|sans doute|éventuellement|pourrait|pourrais|devrait|devrais|faudrait|faut|voudrais|aurais|aimerais|serait|crois|pense|suppose|espère|demain|plus tard|bientôt|ensuite|prochain|prochaine|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|encore|pas encore|attends|attendez|attendre|attendra|d'abord|moitié|partie|partiellement|quelques|certains|autre|autres|dernier|dernière|hier|déjà|était|avait|fut|demande à|demandez|voir avec|dit|dis|a dit|il|elle|ils|elles|quelqu'un|qui|que|quoi|pourquoi|comment|où|quel|quelle|principe|théorie|presque|à peine|sans que|condition|réserve que|haha|mdr|lol|hm|bof|adieu|ciao|à plus|malheureusement|hélas|désolé|ps|préprod|staging|expliquer|regarder|discuter|parler|faux|fausse|rouge|cassé|hésite|doute|sinon|soi disant|marmotte|mollo|veut dire|comme vous voulez|comme tu veux|acompte|plus|ou|avis
"""
