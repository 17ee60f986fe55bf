"""Sentences that decide by their words, by language, separated by ` · `; approving ones by the act of the call that they answer."""

APPROVING: dict[str, dict[str, str]] = {
    "en": {
        "release": "sure thing, ship v1.4.3 · You can ship the new version. · I checked the diff, please deploy the release · yep, get it out",
        "pay": "Yes, please pay invoice 4711. · Okay to pay. · please settle the bill · go ahead and pay the supplier",
        "delete": "Yeah go on then, delete it · yup, kill the branch · You can delete that branch. · I agree, please go ahead and remove it.",
    },
    "de": {
        "release": "Ja, v1.4.3 bitte auf Produktion ausrollen. · die neue Version kann raus · Getestet, bitte die Version ausrollen",
        "pay": "Rechnung ist sachlich richtig, bitte bezahlen. · ja, bitte überweisen · Betrag stimmt, bitte anweisen.",
        "delete": "Kann weg. · ja klar, weg damit · Ja, bitte löschen, den Branch braucht keiner mehr. · den alten Branch bitte entfernen",
    },
    "fr": {
        "release": "Ça marche, mets en prod. · Coucou, oui tu peux déployer. · vous pouvez publier la version",
        "pay": "ok pour payer la facture · Oui, merci de payer cette facture. · Oui, le montant est correct, réglez la facture.",
        "delete": "oui supprime-la · Affirmatif, tu peux supprimer. · oui, vous pouvez effacer la branche",
    },
    "es": {
        "release": "Probado y funcionando, publica. · pueden desplegar la versión · Aprobada la versión v1.4.3, que salga ya.",
        "pay": "Sí, paga la factura por favor. · Conforme, pueden abonar la factura. · por favor paguen la factura",
        "delete": "Hola bot, sí, elimina esa rama. Gracias · Lo confirmo: borrad la rama. · puedes borrar la rama",
    },
    "it": {
        "release": "Pubblicatelo pure oggi stesso, sono favorevole. · potete pubblicare la versione · va bene, rilasciate la versione",
        "pay": "Ok, paga la fattura. · Certamente, potete pagare. · È tutto in regola, saldate la fattura.",
        "delete": "Ma certo, elimina il branch! · Va bene, eliminalo. · Buttalo pure, approvo.",
    },
    "pt": {
        "release": "Bom trabalho, podem lançar. · Libera a versão v1.4.3, por favor. · podem publicar a versão",
        "pay": "Ok, pague a fatura. · Naturalmente, pode pagar. · Podem liquidar a fatura, está conforme.",
        "delete": "Concordo, apague a branch. · Tens o meu ok, apaga. · sim, pode apagar, ninguém usa mais",
    },
    "nl": {
        "release": "Ja, versie v1.4.3 mag naar productie. · rol de versie maar uit · Jullie mogen de release publiceren",
        "pay": "De factuur klopt, graag betalen. · Ja, bedrag is juist, maak maar over. · Uiteraard, u kunt betalen.",
        "delete": "mag weg · Natuurlijk, verwijder maar. · Ja, gooi die branch maar weg, niemand gebruikt hem nog.",
    },
    "sv": {
        "release": "Ja, v1.4.3 ska ut i produktion. · ni får släppa versionen · testat och klart, rulla ut den",
        "pay": "Fakturan stämmer, betala gärna. · Beloppet är rätt, för över pengarna. · Naturligtvis, var god betala.",
        "delete": "Självklart, radera branchen. · Det går bra, ta bort den. · Ja, ta bort den, ingen använder den längre.",
    },
    "pl": {
        "release": "możecie wdrażać wersję · proszę opublikować wersję · Sprawdzone, wypuszczajcie",
        "pay": "Proszę zapłacić fakturę. · Sprawdziłem, kwota się zgadza. Można płacić. · Owszem, proszę zapłacić.",
        "delete": "No pewnie, kasuj · Zgadzam się, usuń gałąź. · To stary śmieć, kasuj bez żalu",
    },
    "ja": {
        "release": "動作確認も済みました。公開してください。 · はい、本番に上げてください！ · 問題ありません。リリースしてください",
        "pay": "金額を確認しました。間違いありません。お支払いください。 · 支払って大丈夫です。お願いします。",
        "delete": "消しちゃってください · ええ、どうぞ削除してください。 · うん、いいよ。削除して。",
    },
}

REJECTING: dict[str, str] = {
    "en": "Keep the branch. · please leave it alone · The goods never came. Please do not delete that branch. · we want to keep this branch",
    "de": "Den Branch bitte behalten. · Ablehnung meinerseits. · Der Antrag ist falsch, nicht löschen. · Diese Zahlung genehmige ich nicht.",
    "fr": "On garde la branche. · Laisse cette branche tranquille stp · ne supprimez pas cette branche · Merci de ne rien supprimer.",
    "es": "Deja esa rama en paz · no borres la rama · no se borra la rama · Por mi parte denegado, gracias.",
    "it": "Quel branch non va cancellato. · Mi rifiuto di firmare. · teniamo il branch · non cancellate il branch",
    "pt": "É para manter a branch. · Deixa essa branch quieta · não apague a branch · Recuso-me.",
    "nl": "Branch behouden aub. · Blijf van productie af · die branch niet verwijderen · Mijn akkoord krijg je niet.",
    "sv": "Behåll branchen. · radera inte branchen · låt branchen vara · Mitt godkännande får ni inte.",
    "pl": "Gałąź ma zostać. · nie usuwaj tej gałęzi · proszę zachować gałąź · Płatności nie akceptuję.",
    "ja": "削除しないでください。まだ使っています。 · ごめん、消さないで · 支払わないでください。 · そのブランチは残してください。",
}
