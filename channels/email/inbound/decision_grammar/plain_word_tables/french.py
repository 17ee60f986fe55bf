"""French words of a plain approval by their classes, as `plain_lexicon` reads them."""

FRENCH_PLAIN = """
y oui|ouais|ouaip|yes|yep|oui oui|bien sûr|bien sur|bien entendu|absolument|tout à fait|évidemment|certainement|assurément|volontiers|avec plaisir|oui bien sûr|oui absolument|mais oui|un oui franc et massif|un grand oui
c (je|nous) [vous|te|le|la|les|l'] [confirme|confirmons] [bien|donc|pleinement|entièrement] (valide|validons|approuve|approuvons|autorise|autorisons|accepte|acceptons|confirme mon accord|confirme mon approbation|souscris|souscris pleinement|signe|accorde)|j' (approuve|autorise|accepte|accorde)|j' y souscris|(je|nous) (valide|validons|approuvons|autorisons|confirmons) [donc|bien|pleinement|volontiers] [cela|ça]
c (je|nous) (suis|sommes) [tout à fait|entièrement|pleinement|bien|bien sûr] (d' accord|favorable|favorables|partant|partante|pour)|je dis oui|c' est oui|c' est un oui|oui de ma part|oui pour moi|c' est oui pour moi
c (vous avez|tu as|il a|elle a|ils ont) [bien|donc] [mon|notre|ma|le] [entier|plein] (accord|feu vert|aval|autorisation|approbation|validation|go|ok|consentement|bénédiction|oui)
c (mon|notre) (accord|aval|feu vert|autorisation) est (donné|donnée|accordé|accordée)|(accord|autorisation|approbation|validation|feu vert|aval) (donné|donnée|accordé|accordée|donnés) [ce jour]|bon pour accord|bon pour exécution|c' est (validé|approuvé|autorisé|accordé|signé|bon pour moi|ok pour moi|accepté|tout bon pour moi|validé pour moi)|c (ok|bon) pour moi|c' est (parti|bon) [pour moi]|entièrement d' accord|d' accord pour moi
c allez y|vas y|allons y|on y va|tu peux y aller|vous pouvez y aller|faut y aller|il faut y aller|faut le faire|fais le|faites le|faites la|lance le|lance la|lancez le|lancez la|lancez|lance|fonce|foncez|procédez|procède|continuez|poursuivez|go|en avant|c' est parti|zou|envoie la sauce|envoyez la sauce|roulez jeunesse|banco|feu|à vous de jouer|tu as la main|vous avez la main|plus qu' à|y a plus qu' à|merci de procéder|merci d' y procéder|merci de faire le nécessaire|faites le nécessaire|tu peux|vous pouvez|on peut lui donner|donnez lui|donne lui|qu' il en soit ainsi
c:release en ligne|on livre|on déploie|on publie|on part en prod|on met en ligne|on envoie en prod|en prod|en production|allez en prod|hop en prod
c:send,publish on envoie|on publie|bon à tirer|bon à envoyer|bon à diffuser|bat|à envoyer
d validé|validée|validés|approuvé|approuvée|approuvés|autorisé|autorisée|accordé|accordée|accepté|acceptée|signé|avalisé|avalisée|entériné|entérinée
h ok|okay|d' accord|accord|mon accord|feu vert|go|validation|approbation|autorisation|aval|👍|bon|c' est ok|c' est bon|c' est validé|c ok|c bon|entendu|favorable|oui|ça marche|partant|pas de souci|pas de problème|aucun problème|aucune objection|rien à redire
H oui|parti|d' accord|favorable|mon accord|ok
p tu peux|vous pouvez|peut|peuvent|on peut|nous pouvons|peux tu|pouvez vous|merci de|merci d'|veuillez|n' hésitez pas à|n' hésite pas à|prêt à|prête à|prêts à|libre de|libres de|autorisé à|autorisée à|autorise à|vous autorise à|possible de
v partir|y aller|sortir|aller en prod|aller en production|passer en prod|passer en production|partir en prod|partir en production|être lancé|être lancée|être déployé|être déployée|être publié|être publiée|être envoyé|être envoyée|être exécuté|être exécutée|être effectué|être effectuée|être créé|être ouvert|être fait|être faite|passer|commencer|démarrer|continuer|procéder|avoir lieu|se faire|procéder au|procéder à
x exécuter|exécutez|exécute|lancer|lance|lancez|effectuer|effectuez|procéder|procédez|réaliser|réalisez|faire|fais|faites|démarrer|démarrez|commencer|commencez|continuer|poursuivre|appliquer|appliquez|traiter|traitez
x:release,merge déployer|déploie|déployez|livrer|livre|livrez|publier|publie|publiez|mettre en ligne|mets en ligne|mettez en ligne|mettre en prod|mets en prod|mettez en prod|mettre en production|mettez en production|mets en production|passer en prod|passer en production|passez en prod|sortir|sortez|sors|releaser|pousser|pousse|poussez|envoie|envoyez|fusionner|fusionne|fusionnez|merger|merge|taguer|taguez
x:restart redémarrer|redémarre|redémarrez|relancer|relance|relancez|rebooter|reboote|rebootez|restart
x:migrate migrer|migrez|migre|basculer|basculez
x:backup,rollback restaurer|restaurez|revenir
x:send,publish envoyer|envoie|envoyez|expédier|expédie|expédiez|diffuser|diffuse|diffusez|programmer|programme|programmez|balancer|publier|publie|publiez|poster|poste|postez|planifier|planifiez|planifie|partir|adresser
x:grant,invite,create,update,account,open ouvrir|ouvrez|ouvre|donner|donne|donnez|accorder|accordez|octroyer|octroyez|attribuer|attribue|attribuez|activer|active|activez|ajouter|ajoute|ajoutez|habiliter|mettre en place|mettez en place|configurer|configurez|ouvrez lui|donnez lui|donne lui|ouvre lui
x:create,account,open créer|crée|créez
x:invite inviter|invite|invitez
x:order payer|paie|paye|payez|régler|règle|réglez|virer|virez|rembourser|rembourse|remboursez|commander|commande|commandez|acheter|achetez|facturer|facturez|verser|versez|créditer|créditez|émettre|émettez|envoyer|envoyez
x:delete supprimer|supprime|supprimez|effacer|efface|effacez|nettoyer|nettoyez|purger|purgez
x:delete,revoke retirer|retire|retirez
x:cancel annuler|annulez|annule|résilier|résiliez
x:revoke révoquer|révoquez|bloquer|bloquez|couper
x:revoke,close désactiver|désactive|désactivez
x:close,cancel fermer|ferme|fermez|clôturer|clôturez
x:update,rotate,migrate,scale modifier|modifie|modifiez|mettre à jour|mettez à jour|mets à jour|changer|change|changez|remplacer|remplacez|ajuster|ajustez|appliquer|appliquez
x:rotate,update renouveler|renouvelez
x:scale,update augmenter|augmentez
x:sign signer|signez|signe
x:sign,book,order réserver|réservez|réserve
x:order commander|commandez
N:release,merge déploiement|mise en prod|mise en production|mise en ligne|mep|livraison|publication|release|version|prod|production|sortie|lancement|passage en production|passage en prod|deploy
N:merge fusion|merge
N:send,publish envoi|diffusion|publication|campagne|expédition
N:send newsletter|mailing|infolettre|mail|routage
N:publish article
N:grant,invite,create,account accès|habilitation|ouverture|permission|octroi|attribution
N:grant droit|droits|rôle|lecture
N:create,account création|compte
N:invite invitation
N:pay,refund,credit,invoice,order paiement|virement|règlement|versement
N:refund remboursement
N:pay,invoice facture
N:order,pay commande|achat|dépense|bon de commande
N:credit avoir
N:restart redémarrage|restart|relance|reboot
N:migrate migration|bascule
N:backup,rollback restauration
N:backup sauvegarde
N:migrate,restart maintenance
N:rollback rollback|retour arrière
N:delete suppression|effacement|nettoyage
N:delete,revoke retrait
N:cancel annulation|résiliation
N:revoke,close désactivation
N:close,cancel fermeture|clôture
N:revoke révocation|blocage
N:update,rotate modification|mise à jour|changement|renouvellement|ajustement|remplacement
N:rotate rotation
N:sign contrat|signature
N:sign,book réservation
N:book voyage
3 il|elle|ils|elles|on|nous|tu|vous
o le|la|les|l'|lui|ça|cela|ceci|y|en|c'|ce|c|te|t'|leur|là|opération|demande|action|étape|requête|proposition|tâche|ci dessous|ci dessus|ci après|comme|dans|sur|chez|suis|d'|qu'|que
a le|la|les|l'|un|une|ce|cet|cette|ces|mes|votre|ton|ta|nouvelle|nouveau|nouvel|présente|présent|décrite|décrit|demandée|demandé|mentionnée|mentionné|indiquée|indiqué|proposée|proposé|susmentionnée|prévue|prévu|concernée|concerné|formel|formelle|définitive|visée|citée
t pour|à|au|aux|avec|en|sur
r de|du|des|d'|par ce mail de
i de ma part|de mon côté|de notre côté|pour ma part|pour moi|pour nous|en ce qui me concerne|par la présente|par ce mail|donc|maintenant|tout de suite|immédiatement|dès maintenant|dès que possible|aujourd' hui|dès aujourd' hui|simplement|alors|aussi|également|bien|très bien|vite|rapidement|au plus vite|comme (prévu|convenu|proposé|décrit|indiqué|demandé|discuté|décrite|indiquée|prévue)|tel quel|telle quelle|tels quels|telles quelles|tel que (décrit|demandé|proposé)|telle que (décrite|demandée|proposée)|intégralement|entièrement|totalement|pleinement|complètement|sans réserve|sans hésiter|sans hésitation|sans modif|sans modification|sans modifications|les yeux fermés|formellement|officiellement|personnellement|volontiers|parfait|parfaitement|super|génial|nickel|impec|impeccable|excellent|très bonne nouvelle|bonne nouvelle|ok|okay|d' accord|bon|bien reçu|entendu|enfin|allez|hop|eh bien|bref|voilà|en bref|donc oui|quand tu veux|quand vous voulez|à votre convenance|envoyé de mon mobile|envoyé de mon téléphone|de mon téléphone|de mon mobile|depuis mon téléphone|depuis le train|bien volontiers|avec plaisir|pas de souci|pas de problème|aucun problème|aucun souci|sans problème|sans souci|ça marche|ça roule|ça me va|ça me convient|on est bons|au complet|ici|là|dès ce soir et maintenant|en conséquence|par conséquent|de fait|ainsi|toujours d' accord|les|certes|et voilà
k et|donc|alors|ainsi
B mais|mais bon|cependant
l svp|stp|s' il vous plaît|s' il te plaît|s' il vous plait|s' il te plait|merci de bien vouloir
J* direction directeur directrice responsable chef cheffe manager gérant gérante gérance président présidente adjoint adjointe service pôle marketing commerce commercial commerciale e-commerce finances finance comptabilité achats informatique technique production logistique rh ressources humaines exploitation entrepôt projet projets produit produits digital des de du la le et releases mises en qualité relation client clients dsi daf drh pdg dg coordinateur coordinatrice ingénieur ingénieure
g bonjour|salut|hello|coucou|bonsoir|cher|chère|madame|monsieur|merci|merci beaucoup|merci bien|un grand merci|mille mercis|merci à|merci pour (tout|le récap|le récapitulatif|les détails|les infos|l' info|ta patience|votre patience|le travail|ton travail|votre travail|le suivi|la relance|le rappel|la préparation|votre retour|ton retour)|merci encore pour (ta|votre) patience|merci encore|merci d' avance|merci de (m' avoir demandé|m' avoir prévenue|m' avoir prévenu|demander|vérifier|votre patience|ta patience|votre confirmation)|merci d' avoir (demandé|vérifié|attendu|prévenu|pris le temps|préparé)|merci de m' avoir (demandé|prévenue|prévenu|consultée|consulté)|bravo|bravo à|félicitations|beau travail|bon travail|super travail|excellent travail|joli travail|bien joué|chapeau|top|génial|bonne (journée|soirée|fin de journée|continuation|chance|nuit|semaine|réception)|bon (week end|courage|après midi|appétit)|très jolie|très joli|très belle|très beau|très réussi|très réussie|magnifique|j' adore|j' aime beaucoup|ça me plaît|ça me plait|elle me plaît|bises|bisous|cordialement|bien cordialement|bien à (vous|toi)|à bientôt|à plus|amitiés|désolé pour (le retard|la réponse tardive|le délai)|désolée pour (le retard|la réponse tardive|le délai)|désolé du retard|désolée du retard|pardon pour le retard|journée chargée|enfin|il était temps|ouf|youpi|super nouvelle|quelle bonne nouvelle
m* équipe équipes collègue collègues client clients cliente utilisateur utilisateurs fournisseur commerciaux commercial marketing comptabilité compta support qa tout le monde gens directeur magasin magasins boutique boutiques partenaires destinataires abonnés lui pauvre com
e vert|verte|verts|au vert|tout vert|tout est vert|tout au vert|bon|bonne|bons|bonnes|ok|parfait|parfaite|parfaits|correct|correcte|corrects|correctes|exact|exacte|exacts|exactes|juste|justes|conforme|conformes|propre|propres|stable|complet|complète|complets|prêt|prête|prêts|clair|claire|impeccable|impeccables|nickel|excellent|excellente|satisfaisant|satisfait|satisfaite|contents|contente|ravis|ravie|en ordre|en règle|à jour|cohérent|cohérents|cohérente|normal|justifié|justifiée|nécessaire|urgent|urgente|utile|important|importante|attendu|attendue|indispensable|budgété|budgétée|prévu|prévue|dans le budget|au budget|sans anomalie|sans erreur|sans faute|sans risque|sans problème|sans souci|de qualité|très bien|bien|super|top|belle|beau|jolie|joli|réussie|réussi|lisible|fine|rassurée|rassuré|tranquille|confiant|confiante|au courant|informé|informée|celui prévu|la bonne|le bon|les bons|les bonnes|identique|identiques|le même|la même|raisonnable|légitime|logique
e correspond|correspondent|concorde|concordent|colle|collent|fonctionne|fonctionnent|marche|marchent|tourne|tournent|passe|passent|convient|conviennent|me convient|me va|nous va|ça me va|me plaît|nous arrange|nous fait gagner du temps|se lit bien|rend bien|est ce qu' on (voulait|attendait|a demandé)|ceux de la recette|celle de la recette|celui de la recette|celle qu' on a (testée|validée)|le bienvenu|la bienvenue|bienvenu
e (attend|attendent) [déjà|ça|cela|que ça|que ca|depuis|impatiemment|avec impatience|cette|cet|la|le|ce|depuis longtemps]|(commencent|commence) à (râler|raler|attendre|s' impatienter)|(a|ont) (assez|bien assez|trop) (duré|attendu)|(a|ont) (besoin)|en (a|ont) besoin|s' impatientent|appellent déjà|réclame|réclament|ça rame|ça urge|c' est urgent|il était temps|depuis (deux|trois|dix) (jours|semaines|heures|mois)
e (aucun|aucune|pas de|pas d'|zéro|sans|nulle) (problème|problèmes|souci|soucis|objection|objections|anomalie|anomalies|erreur|erreurs|remarque|remarques|question|questions|changement|modification|réserve|réserves|risque|risques|point bloquant|blocage|bug|faute|doute|surprise|obstacle|inconvénient|commentaire) [de ma part|pour moi|de mon côté|détecté|détectée|trouvée|relevée|signalée|à signaler]|rien à (redire|changer|signaler|ajouter|dire|reprocher|corriger|modifier)|rien ne s' y oppose|rien d' anormal|rien de particulier|ne pose (aucun|pas de) problème|ça ne pose (aucun|pas de) problème|je ne vois (aucun|aucune|pas de|pas d') (problème|objection|inconvénient|obstacle|risque)|tout est (bon|en ordre|ok|conforme|correct|clair|prêt|parfait|vert|au vert|là|testé|vérifié|validé|carré)|tout (bon|correspond|fonctionne|marche|concorde|va bien|roule|est bon)
w vérifié|vérifiée|vérifiés|vérifiées|contrôlé|contrôlée|contrôlés|testé|testée|testés|relu|relue|relus|lu|lue|lus|regardé|regardée|vu|vue|vus|comparé|comparée|examiné|examinée|analysé|étudié|étudiée|parcouru|parcourue|essayé|essayée|constaté|confirmé|confirmée|confirmés|montré|montrée|expliqué|expliquée|présenté|présentée|parlé|discuté|échangé|eu|recoupé|passé|passée|passés|terminé|terminée|terminés|fini|finie|réussi|réussie|réussis|adoré|aimé|apprécié|donné le go|jeté un œil|jeté un oeil|fait le tour|au téléphone|visité|convenu|comme convenu|pointé|compté|vérification faite|après (vérification|contrôle|relecture|lecture|analyse|examen|test|tests|échange)
f* je j' nous on il elle ils elles tu vous c' ce ça cela ceci y en le la les l' un une des de du d' au aux à et avec pour dans sur chez sous mon ma mes notre nos votre vos ton ta tes son sa ses leur leurs cet cette ces me m' te t' se s' lui moi même mêmes elle tout toute toutes tous chaque aussi très bien vraiment déjà encore est sont était étaient été ai a as avons avez ont suis es êtes sommes avais avait que qu' qui comme ici là point ensemble soigneusement attentivement rapidement personnellement tranquillement effectivement deux trois fois dont où par
f* recette tests test build pipeline ci version release tag commit branche environnement changelog notes modifications plan planning calendrier fenêtre chiffres chiffre montant montants total somme prix tarif tarifs devis offre facture factures commande commandes contrat contrats budget compte comptes relevé document documents dossier pièces données détails éléments liste listes destinataires texte textes objet mise page visuel visuels image images lien liens aperçu maquette message mail newsletter rendu horaire heure date dates personne nom noms rôle rôles droit droits système accès entrepôt stock stocks inventaire inventaires livraison colis produit produits projet équipe équipes client clients collègue collègues commerciaux marketing compta comptabilité finance juridique support exploitation métier qa utilisateurs fournisseur courbes graphes graphiques métriques tableaux logs mémoire fuite bug panier site boutique serveur service services base sauvegarde mobile téléphone ordinateur écran ticket demande formulaire formation résultat résultats bilan rapport état côté côtés part travail équipe fin année mois semaine jour jours nouvelle nouveau nouvel réunion point correctif correction
q hier|ce matin|tout à l' heure|à l' instant|hier soir|cet après midi|la semaine dernière|(lundi|mardi|mercredi|jeudi|vendredi) [dernier|matin|soir]|deux fois|trois fois|plusieurs fois|au téléphone|en personne|en réunion|en préprod|en recette|sur la recette|sur l' environnement de test|en local|en test|en interne|ligne par ligne|de bout en bout|ligne à ligne|sur mobile|à la machine à café|sur mon téléphone|de mes yeux|aujourd' hui
P je (reste|suis|serai)|nous (restons|sommes)|on reste|je reste (joignable|disponible|dispo|en ligne|là)|je suis (joignable|disponible|dispo|là|au bureau|en ligne|en réunion|dans le train|en déplacement|en route|devant mon écran|à mon poste)|suis en (réunion|déplacement|route)|en réunion|dans le train|joignable|disponible|j' étais en réunion|je descends de l' avion|je descends du train|journée chargée|je sors de réunion|tout juste rentrée|tout juste rentré
W je (surveille|garde un œil|garde un oeil|monitore)|nous surveillons|on surveille|(garde|gardons) un œil
T jusqu' à|jusque|si besoin|en cas de besoin|au besoin|au cas où|en cas de (souci|problème|pépin)|toute la (journée|soirée|matinée)|tout l' après midi|cet après midi|ce soir|aujourd' hui|h|heures|les courbes|les graphes|les tableaux de bord|les métriques|les logs|là dessus|dessus
u le plus tôt sera le mieux|plus tôt (c' est|ce sera|sera) mieux|au plus vite|dès que possible|le plus vite possible|c' est urgent|urgent|ça urge|il est temps|il était temps|inutile d' attendre|mieux vaut maintenant que plus tard|plutôt maintenant que plus tard|plus vite c' est fait mieux c' est
C car|puisque|comme
K est|sont|c' est|c' est bien
M de ma part|de mon côté|de notre côté|pour ma part|pour moi|par la présente|par moi
h avis favorable
c feu vert (de ma part|pour moi)|avis favorable (de ma part|pour moi)
A tout|toute|toutes|tous
! valider|approuver|valide|validez|approuvez|autoriser|autorisez
! acompte|acomptes
w rend bien|s' affiche bien|est nickel|marche|fonctionne
D (je|nous) [vous|te|leur|lui|en] (donne|donnons|accorde|accordons)|je (confirme|réitère)
h mon autorisation|mon approbation|ma validation|mon aval|mon feu vert|mon entier accord|consentement|mon consentement|mon go|mon plein accord|mon ok
y grave|carrément|mille fois oui|oui mille fois oui|oui oui oui|ouiii|ouii|mais carrément|et comment|un oui massif|plutôt deux fois qu' une|sans hésiter|sans hésitation|assurément oui
c fais péter|faites péter|lâche les chevaux|lâchez les chevaux|lâche tout|envoie la sauce|envoyez la sauce|envoie du lourd|plein gaz|pleins gaz|roulez jeunesse|banco|bingo|vendu|adjugé|tape là|(appuie|appuyez) sur le bouton|allez hop|allez zou|hop là|roulez|mettez les gaz|mets les gaz|que ça saute|tope là
c (je|nous) (donne|donnons|confirme|confirmons|émets|émettons|accorde|accordons|délivre) [par la présente|bien|donc|volontiers] [mon|ma|notre|un|une|le] [plein|entier] (accord|aval|feu vert|autorisation|approbation|validation|consentement|avis favorable|agrément)|(mon|notre) (agrément|approbation) (est|t'|vous) (acquis|acquise|donnée|accordé)|par la présente (je valide|j' approuve|j' autorise)|avis favorable (émis|donné|de ma part)|bon pour (moi|lancement|livraison|mise en prod|mise en production|mep)
c:release mets la en ligne|mettez la en ligne|mets le en ligne|mettez le en ligne|mets ça en prod|mettez ça en prod|mets la en prod|mettez la en prod|pousse en prod|poussez en prod|pousse la release|fais la mep|faites la mep|lancez la mep|go mep|go prod|balance en prod|balancez en prod|envoyez en prod|envoie en prod|livre|livrez|livrez la|livre la
x:release,merge déployer|déploie|déployez|livrer|livrez|livre|mettre en service|mettre en prod|mettre en production|mettre en ligne|publier|pousser en prod|pousser en production
N:release,merge déploiement|livraison|mise en service|mise en ligne|mise en prod|mep|bascule
i dac|dacc|d' acc|ca marche|ça marche|ca roule|ça roule|ca me va|ça me va|ça baigne|impec|impeccable|niquel|nickel chrome|top|tip top|cool|génial|trop bien|au top|très bien|parfait|bien reçu|reçu|compris|c' est noté|c' est clair|c bon|c' est tout bon|tout est ok|tout est bon|c' est tout vert
"""
