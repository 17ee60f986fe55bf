"""French: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

FRENCH_CALLS = """
WHO = {XH}
WHOM = lui|leur|elle|à (elle|lui|eux|tous)|[à|a|pour] (la|le|cette|ce|notre|au) [pauvre] {WHO}|au client|aux clients|à l'équipe|[à|a|pour] \ue002
DET = le|la|les|l'|ce|cette|ces|cet|du|de la|de|des|au|aux|son|sa|ses|leur|leurs|notre|nos|votre|vos|ton|ta|tes|l'ensemble de
WHAT = ça|cela|ceci|le tout|l'ensemble|l'intégralité|[le|les|ces|la|ses|des] [somme de|montant de|totalité de] \ue000|[{DET}] [totalité du|totalité de|montant du|montant de] ({XO}|{XN}) [total|totale|complet|complète|intégral|prévu|prévue|demandé|demandée|proposé|proposée|en question] [\ue000|de \ue000|n° \ue000|numéro \ue000]|(commande|facture|dossier|ticket|compte) [n°|numéro] \ue000
SUM = ça|cela|ceci|tout|le tout|[les|ces|la|le] [somme de|montant de] \ue000|(la|le|cette|ce) (somme|montant)
APPR = {DEED}|{SUM}|[{DET}] {XA} [de \ue002|à \ue002|\ue000]
AT = (à|a|pour|de|du|sur|en|avec|au|aux|par|vers|dans) ({WHAT}|{WHOM})|d'{WHAT}
WHEN = maintenant|tout de suite|immédiatement|aujourd'hui|dès aujourd'hui|ce jour|ce matin|cet après-midi|rapidement|vite|au plus vite|dès que possible|sans attendre|sans tarder|dès maintenant|en totalité|en intégralité|intégralement|entièrement|totalement|comme prévu|comme convenu|comme proposé|comme demandé|comme indiqué|svp|stp|s'il te plaît|s'il vous plaît|s'il te plait|s'il vous plait|sans problème|sans souci|alors|donc|bien sûr|volontiers|cette semaine|merci|directement|aussi|bien
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{WHEN}
YOU2 = tu peux|vous pouvez|on peut|nous pouvons|peux-tu|vous pourrez|tu pourras|libre à vous de|n'hésitez pas à|n'hésite pas à
CLIT = le|la|les|lui|leur|l'|le lui|la lui|les lui|lui en|y
DEED = [{DET}] {XN} [total|totale|complet|complète|intégral|intégrale|en question] [{NOF}] [{NOF}] [{NOF}]
NOF = (de|du|des|de la|pour|à|a|sur|au|aux|en|d'un montant de) ({WHAT}|{WHOM})|\ue000
LIGHT = procéder|lancer|faire|effectuer|exécuter|déclencher|valider|émettre|traiter|réaliser|finaliser|démarrer|engager
LIGHTS = procède<,z>|procédez|lance<,z>|fais|faites|effectue<,z>|exécute<,z>|déclenche<,z>|valide<,z>|émets|émettez|traite<,z>|réalise<,z>|finalise<,z>|démarre<,z>|engage<,z>|fais partir|faites partir|fonce<,z> pour|vas-y pour|allez-y pour|va pour
OK = ok|okay|oui|d'accord|accord|feu vert|go|favorable|validé|approuvé|c'est bon|c'est ok|c'est oui|c'est d'accord|pas d'objection|pas de problème|aucune objection|entièrement d'accord|tout à fait d'accord|vas-y|allez-y|avis favorable
MOVE = {XV} {IT}|[{CLIT}] {XI} {IT}|{LIGHTS} [à|au|aux] {DEED}|[{CLIT}] {LIGHT} [à|au|aux] {DEED}
+ [{WHEN}] [donc|alors] ({XV} {IT}|{LIGHTS} [à|au|aux] {DEED}) [{WHEN}]
+ [donc|alors|oui|ok] ({YOU2}|merci de|prière de|veuillez|à|bon pour|ok pour|d'accord pour|bon à|oui pour|feu vert pour) [donc|alors|bien sûr] ([{CLIT}] {XI} {IT}|[{CLIT}] {LIGHT} [à|au|aux] {DEED}) [{WHEN}]
+ {OK} [{FOR}] (pour|à|au|sur|quant au|avec) {APPR} [{FOR}] [{WHEN}]
+ {OK} [{FOR}] (pour|de) [{CLIT}] {XI} {IT} [{FOR}]
+ (ok|oui|d'accord|parfait|très bien|aucun problème|pas de problème|pas de souci|bien sûr|nickel|super|c'est bon|allez) (on|nous) {XW} {IT}
+ on {XW} {IT}
+ (bon pour|bon à) ({XN}|{XI})
+ ({DEED}|[{DET}] {XA}) ({DONE}|ok|d'accord|c'est ok|validé de mon côté) [{FOR}]
+ ({DEED}|[{DET}] {XA}) (est|sont) ({DONE}|ok|bon|bonne) {FOR}
+ (je|nous|j') [donne|donnons|vous donne|te donne] (mon|notre|le|un) (accord|feu vert|aval|ok|autorisation|approbation|go) (pour|à|au|afin de) ({APPR} [{AT}]|[{CLIT}] {XI} {IT})
+ (je|nous) (approuve|approuvons|valide|validons|accorde) [bien|volontiers|donc] {APPR} [{AT}]
+ (j'autorise|j'approuve|j'accepte|j'accorde|nous autorisons|nous approuvons|nous acceptons) [bien|volontiers|donc] {APPR} [{AT}]
+ (je suis|nous sommes) (d'accord|favorable|ok) (pour|avec|à|au) ({APPR}|[{CLIT}] {XI} {IT})
+ ({WHAT}|{DEED}) (peut|peuvent) être {XP} [{WHEN}]
+ (tu as|vous avez) (mon|notre|le) (accord|feu vert|aval|ok|autorisation|go) (pour|afin de) ({APPR}|[{CLIT}] {XI} {IT})
+ oui et {SORRY}|(ça fait mal|à contrecœur|à regret|ça coûte) mais (oui|ok|d'accord)|à contrecœur (oui|ok)|mais oui [bien sûr]|oui (bien sûr|sans hésiter|absolument|et vite|évidemment|tout à fait)|(vas-y|allez-y) (pour|avec) ({DEED}|{WHAT})|c'est entendu|entendu|bien entendu|avec plaisir|c'est parti|c'est tout bon pour moi|c'est bon pour moi|c'est ok pour moi|oui stp|oui svp
~ (et|) (vite|au plus vite|dès que possible)|c'est tout bon|tout est bon|je n'y vois (pas d'inconvénient|aucun inconvénient|pas d'objection)|rien à redire|montant total|en totalité|le montant est bon|qu'on n'en parle plus|et qu'on n'en parle plus|c'est normal
< {WHEN}
DAYS = hier|ce matin|aujourd'hui|tout à l'heure|à l'instant|la semaine dernière|au téléphone|par téléphone|deux fois|trois fois|déjà|plusieurs fois|depuis longtemps|assez longtemps|depuis des semaines|depuis trois semaines|depuis deux semaines|moi-même|en personne
PAPER = photos|photo|facture|commande|dossier|chiffres|montant|montants|détails|compte|contrat|brouillon|texte|liste|logs|reçu|données|mail|rapport|document|documents|demande|devis|destinataires|réclamation|sauvegarde|justificatif|justificatifs|relevé|réglages|configuration|bon de commande|budget|stock|historique
SEEN = vérifié|vu|contrôlé|relu|lu|regardé|examiné|revu|consulté|validé avec|parcouru|comparé|reçu
PEER = elle|il|ils|elles|[la|le|les|notre|mon] ({WHO}|compta|comptabilité|patron|patronne|chef|atelier|magasin|entrepôt|banque|juriste|service juridique|commerciaux|équipe|direction|support)|\ue002|\ue003|l'équipe|l'entrepôt|l'atelier|tout le monde
? (j'ai|on a|nous avons|je viens de) [bien|tout|déjà] {SEEN} [{DET}|toutes les|tous les] [{PAPER}|tout|\ue000] [et] [rien à redire|tout est bon|tout est ok|c'est bon|c'est correct] [{DAYS}]
? (il|elle|l'utilisateur) (a quitté (la société|l'entreprise|la boîte)|est parti|est partie|ne travaille plus ici) [{DAYS}]|(personne|plus personne) ne (l'utilise|s'en sert) [plus]|(facture|commande|dossier) (conforme|correcte|ok)|une sauvegarde existe|tout le monde est au courant
? ({PAPER}|facture) (vérifiée|vérifié|vues|contrôlée|contrôlé|relu|relue|reçue|reçu)
? [{DET}|toutes les|tous les] ({PAPER}|{XO}|\ue000|tout|c'|colis|sacoche|produit|article) (est|sont|semble|a l'air) [bien|tout|tous|tout à fait|totalement] (bon|bonne|bons|bonnes|correct|correcte|corrects|exact|exacte|exacts|ok|conforme|conformes|en ordre|clair|claire|complet|complète|justifié|justifiée|cassé|cassée|foutu|foutue|abîmé|abîmée|revenu|revenue|arrivé|arrivée|rentré|de retour|à jour|prévu|budgété)
? tout est (bon|ok|correct|en ordre|conforme|clair)|c'est (correct|conforme|exact|prévu|urgent|budgété|dans le budget)|c'était [bien|clairement] (prévu|convenu)
~ (c'est|c'était) [bien|clairement|entièrement] (notre faute|notre erreur|ma faute|de notre faute|justifié|mérité|normal)|elle (le mérite|a assez attendu)|il (le mérite|a assez attendu)|on (le|la|lui|leur) doit [bien] [ça]|il (est|était) temps|c'est la moindre des choses|la cliente a assez attendu
? (j'ai|on a|nous avons) (eu {PEER}|parlé (à|avec|au) {PEER}|appelé {PEER}|discuté avec {PEER}|vu avec {PEER}|vu ça avec {PEER}) [{DAYS}]
? {PEER} (a|ont|m'a|m'ont|nous a) [bien|déjà|tout] (appelé|écrit|attendu|montré|confirmé|envoyé|expliqué|renvoyé|réclamé|relancé|demandé|raison|patienté|validé la facture) [{DET}] [{PAPER}|le retour|tout|ça] [{DAYS}]
? {PEER} (attend|attendent|patiente|mérite ça|le mérite|en a besoin|en ont besoin|est au courant|sont au courant) [{DAYS}]
? (pas besoin|inutile) (d'attendre|de demander à|d'en parler à|de déranger) ({PEER}|\ue003)|n'attends pas \ue003|n'attendez pas \ue003
? (le|la|notre) (colis|produit|article|marchandise|retour|sacoche) (est|a été) [bien|déjà] (revenu|revenue|arrivé|arrivée|rentré|rentrée|reçu|reçue|cassé|cassée|abîmé|abîmée|de retour)
? on (le|la|lui|leur) doit [bien] [ça]|on l'a promis|il est temps|il était temps|c'est la moindre des choses|on en a besoin [aujourd'hui|rapidement|maintenant]|geste commercial
SORRY = (présente-lui|présentez-lui|présente-leur|présentez-leur|transmets-lui|transmettez-lui|dis-lui|dites-lui) (nos|mes) (excuses|amitiés|salutations) [svp|stp]
= [et] [merci de|pensez à|pense à] (présente-lui|présentez-lui|présente-leur|présentez-leur|transmets-lui|transmettez-lui|dis-lui|dites-lui) (nos|mes) (excuses|amitiés|salutations)|[et] excuse<-toi,z-vous> (auprès de {PEER}|auprès d'elle|de ma part|pour moi)|(présenter|transmettre) (nos|mes) excuses
= (je suis|suis) [en] (réunion|déplacement|clientèle|rendez-vous|congés|route|train) [toute la journée|jusqu'à midi|ce matin|cet après-midi|jusqu'à 15h|jusqu'à 16h|aujourd'hui]|je suis (en réunion|en déplacement|dans le train|sur la route|occupée|occupé) [toute la journée|ce matin|cet après-midi|aujourd'hui]
= merci \ue003 [pour (le suivi|la relance|l'info|ton aide|tout)|d'avoir (demandé|vérifié|relancé|suivi)]|merci à \ue003|désolé<,e> (pour le retard|du retard|pour l'attente)|bien joué \ue003
- [on|nous|je] ne {XW} (pas|rien|plus) {IT}|[il] ne (faut|faudrait) (pas|rien) {XI} {IT}|ne ({XV}) (pas|rien|surtout pas) {IT}|ne pas {XI} {IT}
- (merci|merci) d'avoir demandé mais (non|c'est non)|[et] (mais|donc|alors) c'est non
@refund,credit,invoice,cancel,order H cliente|client|dame|monsieur|acheteur|acheteuse|locataire
@pay,order H fournisseur|société|prestataire
@grant,revoke,invite,delete,create,rotate,update H utilisateur|utilisatrice|collègue
@any V fais|faites|traite<,z>|fais-le|faites-le|occupe-toi de|occupez-vous de
@any I faire|traiter|procéder|exécuter|effectuer|le faire
@any P fait|faite|traité|traitée|exécuté|effectué
@any O demande|opération|dossier|action|tâche|étape
@refund V rembourse<,z,-la,-le,-les,z-la,z-le,z-les,-lui>|rends-lui|rendez-lui|rends-leur|rends|rendez|restitue<,z>|paie|paye<,z>|paie-la|paye-la|verse<,z,-lui,z-lui>|vire<,z,-lui,z-lui>|recrédite<,z>|crédite<,z,z-la,-la>|envoie-lui|envoyez-lui|fais-lui|faites-lui
@refund I rembourser|payer|verser|virer|rendre|restituer|recréditer|créditer|renvoyer|régler
@refund P remboursé<,e,s,es>|payé<,e>|versé<,e>|viré<,e>|rendu<,e>|restitué<,e>|crédité<,e>
@refund N remboursement|virement|paiement|versement|geste commercial|avoir|restitution|crédit|règlement
@refund O argent|l'argent|son argent|sous|montant|somme|commande|cliente|client|prix|remboursement|totalité|paiement
@refund W rembourse|paye|paie|rend|verse|vire|restitue|remboursons|payons
@pay V paie|paye<,z>|règle<,z,-la,z-la>|réglez|réglez-la|verse<,z>|vire<,z>|paie-la|payez-la|transfère<,z>|transférez|libère<,z>|libérez|solde<,z>
@pay I payer|régler|verser|virer|transférer|solder|libérer|honorer
@pay P payé<,e,s,es>|réglé<,e>|versé<,e>|viré<,e>|transféré<,e>|soldé<,e>
@pay A facture
@pay N paiement|virement|règlement|versement|transfert
@pay O facture|montant|somme|argent|l'argent|fournisseur|paiement|virement|frais|salaire|loyer|prestataire
@pay W paye|paie|règle|verse|vire|payons|réglons
@invoice V facture<,z>|émets|émettez|établis|établissez
@invoice I facturer|émettre|établir|éditer
@invoice P facturé<,e>|émise|émis|établie
@invoice N facturation|facture|émission
@invoice O facture|client|cliente|montant
@invoice W facture|émet
@credit V accorde<,z>|applique<,z>|donne<,z>|offre<,z>|offrez
@credit I accorder|appliquer|donner|offrir|créditer
@credit P accordé<,e>|appliqué<,e>|offert<,e>
@credit A remise|avoir|réduction
@credit N avoir|remise|réduction|rabais|crédit|geste commercial|bon d'achat|ristourne
@credit O avoir|remise|réduction|rabais|client|cliente|montant|bon
@credit W accorde|applique|offre|fait
@send V envoie<,-le,-la,-les>|envoyez<,-le,-la,-les>|expédie<,z>|diffuse<,z>|fais partir|faites partir|balance<,z>|poste<,z>
@send I envoyer|expédier|diffuser|faire partir|partir|poster|transmettre|l'envoyer
@send P envoyé<,e,s,es>|expédié<,e>|diffusé<,e>|transmis|transmise
@send A newsletter|mail|campagne|envoi|l'envoi
@send N envoi|l'envoi|diffusion|expédition|newsletter|mailing|mail|email|message|campagne
@send O mail|email|e-mail|courriel|message|newsletter|lettre|campagne|invitation|l'invitation|relance|offre|l'offre|annonce|l'annonce|réponse|destinataires|abonnés|clients|communiqué|texte
@send W envoie|envoyons|expédie|diffuse
@publish V publie<,z,-le,z-le,-la,z-la>|poste<,z>|mets {IT} en ligne|mettez {IT} en ligne
@publish I publier|poster|mettre en ligne|diffuser
@publish P publié<,e>|posté<,e>|mis en ligne|mise en ligne|diffusé<,e>
@publish A article|l'article|post
@publish N publication|mise en ligne|post|diffusion|parution
@publish O article|l'article|post|annonce|l'annonce|page|texte|communiqué|vidéo|contenu
@publish W publie|poste|met en ligne
@delete V supprime<,z,-le,z-le,-la,z-la,-les,z-les>|efface<,z,-le,z-le,-la,z-la>|vire<,z,-le,-la,-les>|retire<,z>|purge<,z>|nettoie|nettoyez|élimine<,z>|détruis|détruisez|enlève<,z>|enlevez|jette<,z>|jetez
@delete I supprimer|effacer|virer|retirer|purger|nettoyer|éliminer|détruire|enlever|jeter
@delete P supprimé<,e,s,es>|effacé<,e,s,es>|retiré<,e>|purgé<,e>|nettoyé<,e>|détruit<,e,s,es>
@delete N suppression|effacement|purge|nettoyage|retrait|destruction
@data O entrée|l'entrée|entrées|copie|copies|données|doublon|doublons
@delete W supprime|efface|vire|purge|supprimons|nettoie
@create V crée<,z,-le,z-le,-la,z-la>|créez|ajoute<,z,-le,z-le,-la,z-la>|ouvre<,z>|mets en place|mettez en place
@create I créer|ajouter|ouvrir|mettre en place|provisionner
@create P créé<,e,s,es>|ajouté<,e>|ouvert<,e>
@create N création|ajout|l'ajout|ouverture|l'ouverture|mise en place
@create O entrée|projet|environnement|l'environnement|fiche
@create W crée|ajoute|ouvre
@invite V invite<,z,-le,z-le,-la,z-la,-les,z-les>|ajoute<,z,-le,z-le,-la,z-la>
@invite I inviter|ajouter|intégrer|l'inviter|l'ajouter
@invite P invité<,e,s,es>|ajouté<,e>
@invite N invitation|l'invitation|ajout|l'ajout
@invite O invitation|l'invitation|utilisateur|l'utilisateur|membre|compte|équipe|l'équipe|espace
@invite W invite|ajoute
@grant V donne<,z,-lui,z-lui,-leur,z-leur>|accorde<,z,-lui,z-lui>|attribue<,z>|active<,z>|ouvre<,z,-lui,z-lui>|débloque<,z>
@grant I donner|accorder|attribuer|activer|ouvrir|débloquer|octroyer
@grant P donné<,e,s>|accordé<,e,s,es>|attribué<,e,s>|activé<,e,s>|ouvert<,e,s>
@grant A accès|l'accès|rôle
@grant N accès admin|l'accès admin|accès|l'accès|droits|autorisation|permission|attribution|l'attribution|rôle|activation|l'activation
@grant O accès|l'accès|droits|droit|permissions|permission|rôle|droits admin|droits d'administrateur|licence|compte|utilisateur|l'utilisateur
@grant W donne|accorde|attribue|ouvre
@revoke V révoque<,z>|désactive<,z,-le,z-le,-la,z-la>|bloque<,z,-le,z-le,-la,z-la>|suspends|suspendez|retire<,z,-lui,z-lui>|ferme<,z>|coupe<,z>
@revoke I révoquer|désactiver|bloquer|suspendre|retirer|fermer|couper
@revoke P révoqué<,e,s>|désactivé<,e,s>|bloqué<,e,s>|suspendu<,e,s>|retiré<,e,s>|fermé<,e,s>|coupé<,e,s>
@revoke N révocation|désactivation|suspension|blocage|fermeture|retrait
@revoke O accès|l'accès|droits|rôle|compte|utilisateur|l'utilisateur|clé|identifiants|jeton
@revoke W révoque|désactive|bloque|suspend|ferme|coupe
@rotate V renouvelle|renouvelez|réinitialise<,z>|change<,z>|remplace<,z>|régénère|régénérez
@rotate I renouveler|réinitialiser|changer|remplacer|régénérer
@rotate P renouvelé<,e,s,es>|réinitialisé<,e,s,es>|changé<,e,s,es>|remplacé<,e,s,es>|régénéré<,e,s,es>
@rotate N renouvellement|réinitialisation|rotation|changement|remplacement
@rotate O clé|clés|mot de passe|mots de passe|certificat|certificats|jeton|jetons|secret|secrets|identifiants
@rotate W renouvelle|réinitialise|change|remplace
@restart V redémarre<,z,-le,z-le,-la,z-la>|relance<,z,-le,z-le,-la,z-la>|reboote<,z>
@restart I redémarrer|relancer|rebooter
@restart P redémarré<,e,s>|relancé<,e,s>
@restart N redémarrage|relance|reboot
@restart O serveur|service|machine|instance|l'instance|système|application|l'application
@restart W redémarre|relance|reboote
@scale V augmente<,z>|ajoute<,z>|agrandis|agrandissez|redimensionne<,z>
@scale I augmenter|agrandir|redimensionner|ajouter|monter
@scale P augmenté<,e>|agrandi<,e>|redimensionné<,e>
@scale N augmentation|montée en charge|redimensionnement|extension|mise à l'échelle
@scale O serveur|instances|capacité|base|nœuds
@scale W augmente|agrandit|redimensionne
@migrate V migre<,z,-le,-la>|bascule<,z>|déplace<,z>
@migrate I migrer|basculer|déplacer
@migrate P migré<,e,s,es>|basculé<,e>|déplacé<,e>
@migrate N migration|bascule|basculement|déplacement
@migrate O base|schéma|données|serveur|table|tables|domaine|dns
@migrate W migre|bascule|déplace
@backup V sauvegarde<,z>|restaure<,z>
@backup I sauvegarder|restaurer
@backup P sauvegardé<,e,s,es>|restauré<,e,s,es>
@backup N sauvegarde|restauration
@backup O sauvegarde|données|base|snapshot
@backup W sauvegarde|restaure
@rollback V annule<,z>|reviens|revenez|rollback
@rollback I annuler|revenir en arrière|revenir|rollbacker
@rollback P annulé<,e>
@rollback N rollback|retour arrière|retour en arrière|annulation
@rollback O version|release|déploiement|changement|prod|production
@rollback W revient|rollback
@update V modifie<,z,-le,-la>|mets {IT} à jour|mettez {IT} à jour|change<,z>|actualise<,z>|ajuste<,z>
@update I modifier|mettre à jour|changer|actualiser|ajuster|renouveler
@update P modifié<,e,s,es>|mis à jour|mise à jour|changé<,e,s,es>|actualisé<,e>|ajusté<,e>
@update N modification|mise à jour|changement|actualisation|ajustement|renouvellement
@update O entrée|réglage|réglages|dns|domaine|configuration|certificat|prix|tarif|données|adresse|l'adresse|contrat|règle|fiche
@update W modifie|change|actualise|met à jour
@order V commande<,z>|achète|achetez|passe<,z>
@order I commander|acheter|passer
@order P commandé<,e,s,es>|acheté<,e>|passée
@order A commande|achat|l'achat
@order N commande|achat|l'achat
@order O commande|marchandise|articles|fournisseur|matériel|licence|licences|pièces|stock
@order W commande|achète
@cancel V annule<,z,-le,-la>|résilie<,z>
@cancel I annuler|résilier
@cancel P annulé<,e,s,es>|résilié<,e>
@cancel N annulation|l'annulation|résiliation
@cancel O commande|réservation|abonnement|l'abonnement|contrat|rendez-vous
@cancel W annule|résilie
@book V réserve<,z>|bloque<,z>
@book I réserver|bloquer
@book P réservé<,e,s,es>
@book A voyage|vol|réservation
@book N réservation
@book O vol|vols|hôtel|l'hôtel|chambre|billet|billets|train|voyage|salle|table
@book W réserve
@sign V signe<,z,-le,-la>|contresigne<,z>
@sign I signer|contresigner
@sign P signé<,e,s,es>
@sign A contrat|devis|bail
@sign N signature
@sign O contrat|accord|l'accord|document|documents|devis|bail|papiers
@sign W signe
@close V ferme<,z>|clôture<,z>|archive<,z>
@close I fermer|clôturer|archiver
@close P fermé<,e>|clôturé<,e>|archivé<,e>
@close N fermeture|clôture|archivage
@close O ticket|dossier|demande
@close W ferme|clôture
@release V publie<,z>|déploie|déployez|livre<,z>|lance<,z>
@release I publier|déployer|livrer|lancer|mettre en prod
@release P publié<,e>|déployé<,e>|livré<,e>
@release N déploiement|mise en prod|mise en production|livraison|publication
@release O version|release|tag|build|prod|production
@release W déploie|publie|livre|lance
@merge V merge<,z>|fusionne<,z>
@merge I merger|fusionner
@merge P mergé<,e>|fusionné<,e>
@merge N merge|fusion
@merge O pr|pull request|branche
@branch O branche
@data O fichier|fichiers|dossier|données|table|base|base de données|enregistrement|enregistrements|logs
@account O compte|comptes|utilisateur|l'utilisateur|profil
@cluster O cluster
@server O serveur|service|instance|machine
"""
