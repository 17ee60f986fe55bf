"""Spanish words of a decision by their classes, as `sentence_reading` reads them."""

SPANISH_WORDS = """
y sí|claro que sí|por supuesto|desde luego|naturalmente|afirmativo|sin duda|absolutamente|con mucho gusto|con gusto|cómo no|sí (claro|por supuesto|gracias|por favor|a todo|de mi parte|por mi parte|desde luego|señor)|es un sí [de mi parte|por mi parte]|encantado|encantada|sip
w ok|okay|vale|bien|muy bien|perfecto|de acuerdo|genial|estupendo|excelente|conforme|listo|dale|correcto|claro|por mí bien|me parece bien|sin problema|sin problemas|ningún problema|todo bien|todo correcto|buen trabajo|por fin|va|venga|sin objeciones|todo en orden|por mí perfecto
c adelante|hazlo|hágalo|háganlo|hacedlo|procede|proceda|procedan|proceded|ejecuta|ejecútalo|ejecútala|ejecuten|ejecútenlo|luz verde|visto bueno|continúa|continúe|continúen|sigue adelante|siga adelante|sigan adelante|(puedes|puede|pueden|podéis) (proceder|continuar|seguir|hacerlo|ejecutarlo|ejecutarla|avanzar|ejecutar)|manos a la obra|tira|tirad|dale (no más|nomás)|vía libre|a por ello
c [yo|] [lo|la|] (apruebo|aprobamos|autorizo|autorizamos|consiento|confirmo)|(por la presente|) (apruebo|autorizo)|estoy [totalmente|completamente] (de acuerdo|conforme)|doy [mi|el|la] (visto bueno|conformidad|autorización|aprobación|ok|consentimiento|permiso|luz verde|conforme)|te doy [mi|el|la] (visto bueno|ok|aprobación|autorización|permiso|luz verde)|(tienes|tiene|tienen|tenéis) (mi|el|la|) (visto bueno|autorización|aprobación|permiso|ok|conformidad|consentimiento|luz verde|bendición)|mi (aprobación|autorización|visto bueno) (está dada|está dado)|aprobación concedida|permiso concedido|doy el sí|estoy a favor|cuenta con mi (aprobación|autorización|visto bueno)|cuentan con mi (aprobación|autorización|visto bueno)
d aprobado|aprobada|autorizado|autorizada|concedido|concedida|(está|queda|es|quedan|están) [todo|] (aprobado|aprobada|autorizado|autorizada|conforme)
x:delete borra(lo|la|los|las|)|borra|bórra(lo|la|los|las)|borrad(lo|la|)|borre(n|)|bórre(lo|la|nlo|nla)|borrar(lo|la|)|elimina(lo|la|)|elimína(lo|la)|eliminad(lo|la|)|elimine(n|)|elimíne(lo|la|nlo|nla)|eliminar(lo|la|)|quita(lo|la|)|quíta(lo|la)|quitad(lo|la|)|quitar(lo|la|)|fuera con|cárga(lo|la) [ya]|suprime|suprimir
f:delete (puede|pueden) (borrarse|eliminarse|irse)|se puede (borrar|eliminar|quitar)|que se (borre|elimine)
x:pay paga(lo|la|)|pága(lo|la)|pagad(lo|la|)|pague(n|)|págue(lo|la|nlo|nla)|pagar(lo|la|)|abona(d|)|abónala|abone(n|)|abonar(la|lo|)|liquida(d|)|liquide(n|)|liquidar(la|lo|)|transfiere|transfiera(n|)|transferir|el pago|realiza(r|d|) el pago|realice(n|) el pago|hacer el pago|efectú(a|e|en) el pago|efectuar el pago
f:pay que se pague|se puede (pagar|abonar)|puede pagarse|a pagar|quiero que se pague
x:merge fusiona(d|lo|la|)|fusióna(lo|la)|fusione(n|)|fusionar(lo|la|)|mergea(lo|la|)|mergear|une|unir
x:release publica(d|lo|la|)|publíca(lo|la)|publique(n|)|publicar(lo|la|)|despliega|despliégal(o|a)|desplegad|despliegue(n|)|desplegar(lo|la|)|lanza(d|lo|la|)|lánza(lo|la)|lance(n|)|lanzar(lo|la|)|saca(d|lo|la|)|sáca(lo|la)|saque(n|)|sacar(lo|la|)|sube(lo|la|)|súbe(lo|la)|subid(lo|la|)|suba(n|)|subir(lo|la|)|etiqueta(r|d|)|libera(r|d|)|libére(n|)|pon(lo|la|) en producción|ponedlo en producción|pasa(lo|la|r|) a producción|el despliegue
f:release que salga [ya]|puede salir|se puede (publicar|lanzar|desplegar)|a producción
x:refund reembolsa(d|lo|la|)|reembolse(n|)|reembolsar|devuelve el dinero|devolver el dinero
x:send envía(lo|la|)|enviad(lo|la|)|envíe(n|)|enviar(lo|la|)|manda(lo|la|)|mánda(lo|la)|mandad|mande(n|)|mandar
x:restart reinicia(d|lo|la|)|reinície(lo|la|n|)|reiniciar
x:create crea(d|lo|la|)|cree(n|)|crear|añade|añadir
x:order pide|pedid|pidan|compra(d|)|compren|comprar
x:cancel cancela(d|)|cancele(n|)|cancelar|anula(r|d|)
p por favor|porfa|(puedes|puede|pueden|podéis|podemos|se puede|pueda)|ok (a|para)|autorizo (a|que se)|(quiero|autorizo) que|puedes (ya|)|de acuerdo (con|en)|(estoy|) conforme con|sí (a|al)|adelante (con|y)|apruebo que se|te autorizo a|os autorizo a|les autorizo a|que se
o lo|la|los|las|le|el|esto|eso|esta|este|ese|esa|solicitud|petición|acción|paso|cambio|operación|cosa|tarea|vieja|viejo|todo|nueva|nuevo
o:pay factura|pago|importe|monto|dinero|proveedor|transferencia
o:branch rama|branch
o:release versión|release|tag|etiqueta|despliegue|build|producción|prod|actualización|parche|commit|lanzamiento
o:merge pr|pull request|merge request|rama
o:data archivo|archivos|fichero|ficheros|carpeta|registro|registros|tabla|backup|datos|base
o:account cuenta|usuario|usuarios
o:server servidor|servicio|instancia|máquina
o:send correo|mensaje|email|mail|boletín|carta
o:refund reembolso|dinero|cliente|importe
o:order pedido
j por (mi|nuestra) parte|de (mi|nuestra) parte|por (mí|nosotros)|por la presente|entonces|pues|así|con gusto|tranquilamente|directamente|inmediatamente|cuanto antes|lo antes posible|sin problema|según lo (previsto|acordado|propuesto)|como (está previsto|acordamos|se propone|se pide)|y|a|al|en|de|del|con|para|tal cual|gustosamente|que|tranquilo|sin demora|mismo
t ya|ahora|ahora mismo|hoy|hoy mismo|ya mismo|enseguida
g hola|buenos días|buenas tardes|buenas|gracias|muchas gracias|mil gracias|saludos|un saludo|gracias por (preguntar|avisar|el aviso|la información|consultar|el recordatorio|revisar)|atentamente|cordialmente|un abrazo
r he|hemos|está|están|es|son|y|lo|la|los|las|el|todo|todos|todas|ya|de|del|en|con|importe|factura|números|datos|pruebas|tests|test|código|plan|diff|pipeline|build|rama|entrega|versión|mercancía|pedido|muy|bien|también|yo|mismo|misma|parece|cuentas|cifras|monto|se|aquí|perfectamente
e correcto|correcta|correctos|correctas|bien|verde|en verde|en orden|revisado|revisada|revisados|comprobado|comprobada|probado|probada|verificado|verificada|funciona|funcionando|coincide|coinciden|cuadra|cuadran|perfecto|conforme|listo|lista|completo|entregado|limpio|limpia|estable|obsoleta|muerta|fusionada|(ya|) (nadie|no) [la|lo] (usa|necesita|se usa|hace falta) [ya|nadie|más]|ya no (se usa|hace falta|sirve|la usa nadie|la usamos|la necesitamos)|nadie la usa ya|sin (objeciones|problemas|errores)|ningún problema
n no|nunca|jamás|ni|tampoco|nada|ningún|ninguna
k rechazado|rechazada|[lo|la|] rechazo|[lo|la|] rechazamos|denegado|denegada|[lo|la|] deniego|me niego|me opongo|veto|cancela(lo|la|) [la|el] [solicitud|pago]|cancelen [la|el] [solicitud|pago]|anula(lo|la|)|anulen|deja(d|) (eso|esto|esa|esta|la|el) [rama|branch] (en paz|tranquila|como está|quieta|)|déja(lo|la) (en paz|tranquila|como está|quieta|estar)|deja(d|) la rama|quiero conservar (la|esa|esta) [rama]|conserva(d|) (la|esa|esta) [rama]|mantén (la|esa) rama|hay que (conservar|mantener) (la|esa|esta) rama|no gracias|estoy en contra|en contra|ni hablar|de ninguna manera|ni de broma|retira(d|) (la|esta) solicitud|rehúso|desaprobado|desestimado|digo que no|es un no|un no rotundo
a apruebo|aprobar|aprobarlo|autorizo|autorizar|acepto|aceptar|hagas|hagan|haga|hagáis|hacer|hacerlo|toca|toques|toquen|toquéis|tocar|se toca|borres|borréis|borren|elimines|eliminéis|pagues|paguéis|publiques|publiquéis|despliegues|lances|saquéis|subas|subáis|se paga|pagamos|se borra|se publica|mováis|firmar|consiento|conforme|de acuerdo|quiero|aprobado|autorización|mi permiso|fusiones
! gracias por|si|cuando|en cuanto|hasta|después|antes|tras|luego|pero|solo|sólo|solamente|únicamente|salvo|excepto|aunque|sin embargo|más bien|quizá|quizás|tal vez|a lo mejor|probablemente|podría|podrías|debería|deberían|habría|haría|sería|creo|pienso|supongo|espero|mañana|tarde|pronto|próxima|próximo|lunes|martes|miércoles|jueves|viernes|sábado|domingo|todavía|aún|espera|esperad|esperen|esperar|primero|mitad|parte|parcialmente|algunos|algunas|otra|otro|otras|otros|última|último|ayer|era|fue|había|pregunta|preguntad|habla|hablad|dijo|dice|él|ella|ellos|alguien|quién|quien|qué|por qué|cómo|dónde|cuál|principio|teoría|casi|apenas|sin que|siempre y cuando|condición|jaja|lol|hm|mmm|adiós|chao|lamentablemente|perdón|ps|preproducción|pre|staging|explicar|mirar|revisar antes|discutir|mal|incorrecto|rojo|roto|duda|más|dudo|papa|depende|o|sino|cuéntame|la gana|total|anticipo
"""
