"""Spanish: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

SPANISH_CALLS = """
WHO = {XH}
WHOM = le|les|ella|él|[a|para] (ella|él|ellos|todos)|[a|para] [la|el|esa|ese|nuestra|nuestro] [pobre] {WHO}|al cliente|[a|para|de] \ue002
DET = el|la|los|las|lo|este|esta|estos|estas|ese|esa|esos|su|sus|nuestro|nuestra|del|de la|de los|al|un|una|tu|vuestro
WHAT = esto|eso|ello|todo ello|el total|la totalidad|todo lo pedido|[los|esos|sus|unos|de] [importe de|cantidad de|suma de] \ue000|[{DET}] ({XO}|{XN}) [total|completo|completa|íntegro|íntegra|indicado|indicada|previsto|prevista|solicitado|solicitada|propuesto|acordado|correspondiente] [\ue000|de \ue000|número \ue000|por \ue000]|(pedido|factura|caso|orden|cuenta) [número|nº] \ue000
SUM = esto|eso|ello|[los|esos|las] [importe de|cantidad de] \ue000|(el|la) (importe|cantidad|suma)
APPR = {DEED}|{SUM}|[{DET}] {XA} [de \ue002|a \ue002|\ue000]
AT = (a|al|para|de|del|por|en|con|sobre|hacia) ({WHAT}|{WHOM})
WHEN = ya|ya mismo|ahora|ahora mismo|hoy|hoy mismo|enseguida|de inmediato|inmediatamente|cuanto antes|lo antes posible|rápido|rapidito|por favor|porfa|porfi|plis|por completo|íntegramente|totalmente|completo|como está previsto|según lo previsto|según lo acordado|como se propone|tal cual|sin problema|sin problemas|pues|entonces|tranquilo|tranquila|nomás|no más|de una vez|esta mañana|esta tarde|esta semana|gracias|directamente|con gusto|también|así
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{WHEN}
YOU2 = puedes|puede|pueden|podéis|podemos|se puede|ya puedes|ya podéis|ya se puede|ya pueden|por mí puedes|por mí podéis|no dudes en
DEED = [{DET}] {XN} [total|completo|completa|íntegro|íntegra|correspondiente|solicitado|solicitada] [{NOF}] [{NOF}] [{NOF}]
NOF = (de|del|de la|de los|a|al|para|por|en|por valor de) ({WHAT}|{WHOM})|\ue000
LIGHT = hacer|realizar|efectuar|tramitar|procesar|ejecutar|lanzar|proceder (a|al|con|a la)|emitir|gestionar|ordenar|cursar|hacerle|hacerles|seguir adelante con
LIGHTS = haz|haga|hagan|haced|hazle|hágale|háganle|hacedle|realiza|realice|realicen|realizad|efectúa|efectúe|efectúen|tramita|tramite|tramiten|tramitad|procesa|procese|procesen|procesad|ejecuta|ejecute|ejecuten|ejecutad|lanza|lance|lancen|procede (a|al|con|a la)|proceda (a|al|con|a la)|procedan (a|al|con|a la)|proceded (a|al|con|a la)|emite|emita|emitan|gestiona|gestione|gestionen|ordena|ordene|cursa|curse|dale (a|al|con)|adelante con|venga
OK = ok|okey|okay|sí|vale|de acuerdo|conforme|adelante|luz verde|visto bueno|aprobado|autorizado|a favor|dale
MOVE = {XV} {IT}|{LIGHTS} {DEED}
+ [{WHEN}] [pues|así que|entonces] {MOVE} [{WHEN}]
+ [{WHEN}] ({YOU2}|ok para|ok a|favor de|bien para|listo para|autorizado para|autorizo a|de acuerdo en|conforme en|luz verde para|permiso para) [ya] ({XI} {IT}|{LIGHT} {DEED}) [{WHEN}]
+ {OK} [{FOR}] (a|al|para|con|para el|en cuanto a) {APPR} [{AT}] [{FOR}] [{WHEN}]
+ {OK} [{FOR}] (para|a) ({XI} {IT}|{LIGHT} {DEED}) [{FOR}] [{WHEN}]
+ (ok|sí|vale|perfecto|bien|de acuerdo|ningún problema|sin problema|claro|venga|listo) {XW} {IT}
+ (que|que se le|que se) {XS} {IT}
+ ({DEED}|[{DET}] {XA}) ({DONE}|ok|conforme|de acuerdo) [{FOR}]
+ ({DEED}|[{DET}] {XA}) (está|queda|quedan|están) {DONE} {FOR}
+ [yo] (apruebo|autorizo|aprobamos|autorizamos|valido) ({APPR} [{AT}]|que se le {XS} {IT}|que se {XS} {IT})
+ (doy|damos|tienes|tienen|tenéis|tiene) [mi|el|nuestro|nuestra|la|os|te|les] (visto bueno|ok|aprobación|conformidad|autorización|luz verde|permiso|bendición) (a|al|para|con) ({APPR}|{XI} {IT}|{LIGHT} {DEED})
+ (estoy|estamos) [totalmente|completamente] (de acuerdo|conforme) con {APPR}
+ ({WHAT}|{DEED}) (puede|pueden) ser {XP} [{WHEN}]
+ (me duele|duele|a regañadientes|con dolor) (pero|mas) (sí|si|vale|ok)|con mucho gusto|con gusto|(claro|pues claro|cómo no|que) (sí|si) [hombre|mujer|claro]|por supuesto que sí|claro que sí|(sí|si) (por supuesto|claro|cuanto antes|hoy mismo|faltaría más|sin duda)|adelante con {WHAT}|faltaría más|dale no más|dale nomás|venga va|venga sí|está todo en regla lo apruebo|lo apruebo|lo autorizo|dale
~ cuanto antes|lo antes posible|no veo (inconveniente|ningún inconveniente|problema)|no hay inconveniente|todo correcto|todo en regla|importe total|importe íntegro|que no se hable más|y que no se hable más|es lo justo|me parece bien
< {WHEN}
DAYS = ayer|hoy|esta mañana|hace un rato|anoche|la semana pasada|por teléfono|dos veces|tres veces|varias veces|ya|desde hace semanas|desde hace tiempo|bastante|lo suficiente|tres semanas|dos semanas|mucho tiempo|personalmente|yo misma|yo mismo|esperando
PAPER = fotos|foto|factura|pedido|caso|cifras|números|importe|importes|detalles|cuenta|contrato|borrador|texto|lista|logs|recibo|datos|correo|informe|documento|documentos|solicitud|presupuesto|destinatarios|reclamación|copia|justificante|extracto|expediente|ajustes|stock|historial
SEEN = revisado|visto|comprobado|verificado|leído|mirado|controlado|repasado|chequeado|contrastado|recibido
PEER = ella|él|ellos|ellas|[la|el|los|nuestra|nuestro|con|a|al] ({WHO}|contabilidad|jefe|jefa|taller|tienda|almacén|banco|abogado|finanzas|legal|soporte|compras|dirección)|\ue002|\ue003|todos|todo el mundo|el equipo
? [ya] (he|hemos|acabo de) [ya] {SEEN} [{DET}|todo el|toda la] [{PAPER}|todo|\ue000] [y] [(la|el|lo) ({XO}|alforja|bolsa|producto)] [está|están] [todo] [bien|correcto|correcta|conforme|destrozada|rota|roto] [{DAYS}]
? (revisada|revisado|revisadas|vista|visto|comprobado|comprobada|verificado|verificada) [{DET}] ({PAPER}|todo)|{PAPER} (revisada|revisado|comprobada|comprobado)
? [{DET}] ({PAPER}|{XO}|\ue000|todo|alforja|bolsa|producto|artículo|paquete) (está|están|es|son|parece|cuadra|cuadran|coincide|coinciden) [ya|todo|muy|totalmente|bien] [aquí|bien|correcto|correcta|correctos|correctas|conforme|en orden|en regla|en regla|claro|completo|completa|justificado|justificada|roto|rota|destrozado|destrozada|de vuelta|devuelto|al día|previsto|presupuestado]
? todo (bien|correcto|en orden|en regla|conforme|ok)|es (correcto|urgente)
~ es (justo|lo correcto|lo justo|lo mínimo)|(fue|ha sido|es) [claramente] (culpa nuestra|nuestra culpa|error nuestro|nuestro error|culpa mía)|{PEER} ya ha esperado (bastante|lo suficiente)|se lo (debemos|merece)|ya (era|es) hora
? [ya] (he|hemos) (hablado|quedado) (con|por teléfono con) {PEER} [{DAYS}]|[ya] hablé con {PEER} [{DAYS}]
? [que] {PEER} [ya|me|nos|lo] (ha|han|lleva|llevan) [ya|bastante] (llamado|escrito|esperado|enseñado|mostrado|confirmado|enviado|explicado|devuelto|reclamado|pedido|tenido paciencia|tres semanas esperando|dos semanas esperando|mucho tiempo esperando|semanas esperando|esperando|razón) [{DET}] [{PAPER}|todo] [{DAYS}]
? [que] (lleva|llevan) (tres semanas|dos semanas|semanas|mucho tiempo|días|ya semanas) esperando|{PEER} (espera|está esperando|se lo merece|lo necesita|tiene razón) [{DAYS}]
? no (esperes|espere|esperéis|esperen|hace falta esperar|hay que esperar|necesitas esperar) (a|por) \ue003|no hace falta (preguntar|avisar|consultar) (a|al|con) {PEER}
? (el|la) (paquete|producto|artículo|mercancía|alforja|bolsa|devolución) (ya|) (está|ha) [ya] (aquí|llegado|vuelto|de vuelta|rota|roto|devuelto|en tienda)
? (él|ella|) ya no (trabaja|está) (aquí|con nosotros|en la empresa)|(se fue|dejó la empresa) [{DAYS}]|(nadie|ya nadie) (lo|la) (usa|necesita) [ya]|(factura|pedido) (correcta|correcto|conforme)|hay copia de seguridad
? se lo (debemos|prometimos|merece)|ya era hora|ya es hora|lo necesitamos [hoy|ya]|lo necesito [hoy|ya]
= [y] (pídele|pídanle|pedidle|pida|dale|denle|dile|díganle|decidle) [disculpas|perdón|saludos|recuerdos|que lo sentimos|mis disculpas|nuestras disculpas] [de (mi|nuestra) parte|por mí|en mi nombre]
= (estoy|estamos|ando) [en una|en|de] (reunión|reunida|reunido|viaje|reuniones|camino|ruta) [todo el día|hasta las cuatro|hasta mediodía|hoy|toda la mañana]
= gracias \ue003 [por (avisar|preguntar|el seguimiento|todo|la ayuda|insistir)]|gracias a \ue003|(perdón|perdona|disculpa|disculpen|siento) (por el|el) (retraso|tardanza)|buen finde|feliz finde|buen fin de semana|un abrazo|besos|bss
- [aquí|hoy] no [se] [le|lo|la|les] [lo|la] ({XW}|{XS}|{XZ}) (nada|ni un céntimo|ni un euro|) {IT}|[aquí] no (se|se le|se lo) {XS} (nada|ni un céntimo|ni un euro|) {IT}|no {XW} {IT}
- (yo|) digo [que] no|(por tanto|por lo tanto|así que|entonces|pues) no|de eso nada|nanai|nel|ni un (euro|céntimo)|no puedo dar el (visto bueno|ok)|gracias por preguntar pero no
@refund,credit,invoice,cancel,order H clienta|cliente|señora|señor|mujer|comprador|compradora|inquilino|pobre
@pay,order H proveedor|empresa
@grant,revoke,invite,delete,create,rotate,update H usuario|usuaria|compañera|compañero
@any V haz|hágalo|hazlo|hacedlo|háganlo|tramita<,lo>|tramítalo|gestiona<,lo>|gestiónalo|procésalo|encárgate de|ocúpate de
@any I hacer|hacerlo|tramitar|tramitarlo|gestionar|gestionarlo|procesar|procesarlo|ejecutar|proceder
@any P hecho|hecha|tramitado|tramitada|procesado|procesada|ejecutado
@any S haga|tramite|gestione|procese|proceda
@any O solicitud|operación|gestión|acción|tarea|trámite|caso|petición
@refund V reembolsa<,le,lo>|reembólsa<le,lo,selo>|reembolse<,n>|reembolsad<,le>|devuelve|devuélve<le,lo,la,selo,sela,les>|devolved<,le,lo>|devuelva<,n>|devuélva<le,nle,nselo,lo>|paga<,le>|pága<le,lo,selo>|pague<,n>|págue<le,nle>|pagad<,le>|abona<,le>|abóna<le,lo,selo>|abone<,n>|abonad<,le>|ingresa<,le>|ingrésa<le,selo>|transfiere<,le>|transfiérele|regresa<,le>|regrésa<le,selo>|dale|dadle|mándale|mandadle|envíale|reintegra|reintégrale
@refund I reembolsar<,le,lo>|devolver<,le,lo,selo>|pagar<,le,lo>|abonar<,le,lo>|ingresar<,le>|transferir<,le>|reintegrar<,le>|regresar<,le>|dar<,le>
@refund P reembolsad<o,a>|devuelt<o,a>|pagad<o,a>|abonad<o,a>|ingresad<o,a>|transferid<o,a>|reintegrad<o,a>
@refund S devuelve|devuelva|reembolsa|reembolse|paga|pague|abona|abone|haga el abono|haga el ingreso|haga la devolución|haga el reembolso|haga la transferencia|haga el pago
@refund W reembolsamos|devolvemos|pagamos|abonamos|se reembolsa|se devuelve|se le devuelve|se le paga|se le abona|se paga
@refund Z devuelvas|reembolses|pagues|abones|regreses|ingreses|transfieras|devuelvan|paguen|tramites|hagas
@refund N reembolso|devolución|abono|pago|transferencia|ingreso|reintegro
@refund O dinero|importe|cantidad|suma|plata|pedido|cliente|clienta|precio|pasta|reembolso|pago
@pay V paga<,la,lo>|pága<la,lo>|pague<,n>|páguen<la,lo>|pagad<,la,lo>|abona<,la,lo>|abóna<la,lo>|abone<,n>|transfiere|transfiera<,n>|liquida|liquídala|liquide<,n>|salda|libera
@pay I pagar<,la,lo>|abonar<,la,lo>|transferir<,lo>|liquidar<,la>|saldar<,la>|liberar<,lo>
@pay P pagad<o,a>|abonad<o,a>|transferid<o,a>|liquidad<o,a>|saldad<o,a>
@pay S pague|abone|transfiera|liquide|haga el pago|haga la transferencia
@pay W pagamos|abonamos|se paga|se abona
@pay A factura
@pay Z pagues|abones|transfieras|paguen|liquides|hagas la transferencia
@pay N pago|transferencia|abono|liquidación
@pay O factura|importe|cantidad|dinero|proveedor|pago|transferencia|cuota|nómina|alquiler|honorarios
@invoice V factura|facture<,n>|emite|emita<,n>|facturad
@invoice I facturar|emitir|emitirla
@invoice P facturad<o,a>|emitid<o,a>
@invoice S facture|emita
@invoice N facturación|factura|emisión
@invoice O factura|cliente|clienta|importe
@credit V aplica|aplíca<le,lo>|aplique<,n>|concede|concédele|conceda<,n>|dale|hazle
@credit I aplicar<,le,lo>|conceder<,le>|dar<,le>|hacer<,le>
@credit P aplicad<o,a>|concedid<o,a>
@credit S aplique|conceda
@credit A descuento|bono
@credit N descuento|abono|vale|rebaja|bono|nota de crédito|bonificación
@credit O descuento|abono|vale|rebaja|cliente|clienta|importe
@send V envía<,lo,la,los,las>|envíe<,n>|envíen<lo,la>|enviad<,lo,la>|manda<,lo,la>|mánda<lo,la,los,las>|mande<,n>|mandad<,lo,la>|difunde|lanza<,la>|lánzala
@send I enviar<,lo,la,los,las>|mandar<,lo,la,los>|difundir<,lo>|lanzar<,la>
@send P enviad<o,a,os,as>|mandad<o,a>|difundid<o,a>
@send S envíe|mande|difunda|salga
@send W enviamos|mandamos|se envía|se manda
@send A boletín|newsletter|correo|campaña
@send Z envíes|mandes|envíen|manden
@send N envío|boletín|newsletter|correo|campaña|mensaje|comunicado|mailing
@send O correo|correos|email|mail|mensaje|boletín|newsletter|carta|campaña|invitación|recordatorio|oferta|anuncio|respuesta|destinatarios|suscriptores|clientes|comunicado|texto
@publish V publica<,lo,la>|publíca<lo,la>|publique<,n>|publicad<,lo>|postea|cuelga<,lo>|cuélgalo
@publish I publicar<,lo,la>|postear|colgar<,lo>
@publish P publicad<o,a>|colgad<o,a>
@publish S publique
@publish W publicamos|se publica
@publish A artículo|post|publicación
@publish Z publiques|publiquen
@publish N publicación|post|anuncio
@publish O artículo|post|anuncio|página|texto|nota|vídeo|contenido|entrada
@delete V elimina<,lo,la>|elimína<lo,la,los,las>|elimine<,n>|eliminad<,lo,la>|borra<,lo,la>|bórra<lo,la,los,las>|borre<,n>|borrad<,lo,la>|quita<,lo>|quíta<lo,la>|suprime|suprímelo|limpia|limpie|purga|purgue|tira|tíralo
@delete I eliminar<,lo,la,los,las>|borrar<,lo,la,los,las>|quitar<,lo,la>|suprimir<,lo>|limpiar|purgar
@delete P eliminad<o,a,os,as>|borrad<o,a,os,as>|suprimid<o,a,os,as>|purgad<o,a,os,as>
@delete S elimine|borre|suprima|purgue|limpie
@delete W eliminamos|borramos|se elimina|se borra
@delete Z borres|elimines|quites|borren|eliminen
@delete N eliminación|borrado|supresión|limpieza|purga|baja
@data O entrada|entradas|copia|copias|datos|duplicados
@create V crea<,lo,la>|créa<lo,la>|cree<,n>|cread|añade<,lo>|añáde<lo,la>|añada<,n>|abre|abra<,n>|da de alta|dad de alta|dé de alta
@create I crear<,lo,la>|añadir<,lo,la>|abrir|dar de alta|darlo de alta|darla de alta
@create P cread<o,a,os,as>|añadid<o,a>|abiert<o,a>|dad<o,a> de alta
@create S cree|añada|abra
@create W creamos|se crea
@create Z crees|añadas
@create N creación|alta|apertura
@create O registro|proyecto|entorno|ficha
@invite V invita<,lo,la>|invíta<lo,la,los>|invite<,n>|invitad<,lo>|añade<,lo>|añádel<o,a>|agréga<lo,la>
@invite I invitar<,lo,la,los>|añadir<,lo,la>|agregar<,lo,la>
@invite P invitad<o,a,os,as>|añadid<o,a>|agregad<o,a>
@invite S invite|añada
@invite W invitamos|se invita
@invite N invitación|alta
@invite O invitación|usuario|usuaria|miembro|cuenta|equipo|espacio
@grant V da<,le>|dale|dele|denle|dadle|concede<,le>|concéde<le,selo>|conceda<,n>|asigna<,le>|asígnale|asigne<,n>|activa|active<,n>|otorga<,le>|habilita<,le>|desbloquea
@grant I dar<,le,les>|conceder<,le>|asignar<,le>|activar<,lo>|otorgar<,le>|habilitar<,lo>|desbloquear
@grant P concedid<o,a,os>|asignad<o,a>|activad<o,a>|otorgad<o,a>|habilitad<o,a>
@grant S conceda|asigne|dé|active|otorgue
@grant W damos|concedemos|se concede
@grant A acceso|rol|permiso
@grant Z des|concedas|asignes|den
@grant N acceso|permiso|permisos|asignación|rol|alta|activación
@grant O permisos de admin|permisos de administrador|acceso|permiso|permisos|rol|derechos|licencia|usuario|usuaria|cuenta|acceso de administrador
@revoke V revoca|revoque<,n>|revócale|desactiva<,la,lo>|desactíva<lo,la>|desactive<,n>|bloquea|bloquéa<lo,la>|bloquee<,n>|suspende|suspéndela|suspenda<,n>|quita<,le>|quítale|cierra|ciérrala|cierre<,n>|retira<,le>
@revoke I revocar<,le>|desactivar<,lo,la>|bloquear<,lo,la>|suspender<,lo,la>|quitar<,le>|cerrar<,la>|retirar<,le>
@revoke P revocad<o,a,os>|desactivad<o,a>|bloquead<o,a>|suspendid<o,a>|cerrad<o,a>|retirad<o,a>
@revoke S revoque|desactive|bloquee|suspenda|cierre|retire
@revoke N revocación|desactivación|bloqueo|suspensión|cierre|baja|retirada
@revoke O acceso|permiso|permisos|rol|cuenta|usuario|usuaria|clave|credenciales|token
@rotate V rota|rote<,n>|renueva|renueve<,n>|renuévala|restablece|restablezca<,n>|resetea|reseteal<a,o>|cambia|cámbial<a,o>|cambie<,n>|regenera|reemplaza
@rotate I rotar<,la,las>|renovar<,lo,la>|restablecer<,la>|resetear<,la>|cambiar<,la,las>|regenerar|reemplazar
@rotate P rotad<o,a>|renovad<o,a>|restablecid<o,a>|resetead<o,a>|cambiad<o,a>|regenerad<o,a>
@rotate S rote|renueve|restablezca|cambie
@rotate N rotación|renovación|restablecimiento|reseteo|cambio
@rotate O clave|claves|contraseña|contraseñas|certificado|certificados|token|tokens|credenciales|secreto
@restart V reinicia<,lo,la>|reiníci<alo,ala,elo>|reinicie<,n>|reiniciad<,lo>
@restart I reiniciar<,lo,la>
@restart P reiniciad<o,a>
@restart S reinicie
@restart W reiniciamos|se reinicia
@restart Z reinicies|reinicien
@restart N reinicio
@restart O servidor|servicio|máquina|instancia|sistema|aplicación
@scale V escala|escale<,n>|amplía|amplíe<,n>|aumenta|aumente<,n>|sube
@scale I escalar|ampliar|aumentar|subir|redimensionar
@scale P escalad<o,a>|ampliad<o,a>|aumentad<o,a>
@scale S escale|amplíe|aumente
@scale N escalado|ampliación|aumento
@scale O servidor|instancias|capacidad|base de datos|nodos
@migrate V migra|migre<,n>|mígral<a,o>|mueve|muével<o,a>|traslada
@migrate I migrar<,la,lo>|mover<,lo>|trasladar
@migrate P migrad<o,a>|movid<o,a>|trasladad<o,a>
@migrate S migre|mueva
@migrate N migración|traslado|cambio
@migrate O base de datos|base|esquema|datos|servidor|tabla|dominio|dns
@backup V respalda|restaura|restaure<,n>|haz copia de
@backup I respaldar|restaurar|hacer copia|hacer la copia
@backup P respaldad<o,a>|restaurad<o,a>
@backup S restaure|respalde
@backup N copia de seguridad|respaldo|backup|restauración|copia
@backup O copia|backup|datos|base de datos
@rollback V revierte|reviértel<o,a>|revierta<,n>|deshaz|deshazlo
@rollback I revertir<,lo,la>|deshacer<,lo>|volver atrás
@rollback P revertid<o,a>
@rollback S revierta
@rollback N reversión|rollback|vuelta atrás
@rollback O versión|release|despliegue|cambio|producción
@update V actualiza<,lo,la>|actualíza<lo,la>|actualice<,n>|modifica|modifícal<o,a>|modifique<,n>|cambia|cámbial<o,a>|cambie<,n>|ajusta|ajuste<,n>|renueva
@update I actualizar<,lo,la>|modificar<,lo,la>|cambiar<,lo,la>|ajustar<,lo>|renovar<,lo>
@update P actualizad<o,a,os>|modificad<o,a,os>|cambiad<o,a,os>|ajustad<o,a>|renovad<o,a>
@update S actualice|modifique|cambie|ajuste
@update N actualización|modificación|cambio|ajuste|renovación
@update O registro|ajuste|ajustes|dns|dominio|configuración|certificado|precio|precios|tarifa|datos|dirección|contrato|regla
@order V pide<,lo>|píde<lo,la,los>|pida<,n>|pedid<,lo>|compra<,lo>|cómpra<lo,la,los>|compre<,n>|comprad<,lo>|encarga<,lo>
@order I pedir<,lo,la,los>|comprar<,lo,la,los>|encargar<,lo>
@order P pedid<o,a>|comprad<o,a>|encargad<o,a>
@order S pida|compre
@order W pedimos|compramos|se compra
@order A pedido|compra
@order Z pidas|compres
@order N pedido|compra
@order O pedido|mercancía|artículos|proveedor|material|licencia|licencias|piezas|portátil
@cancel V cancela<,lo,la>|cancéla<lo,la>|cancele<,n>|anula<,lo,la>|anúla<lo,la>|anule<,n>|rescinde
@cancel I cancelar<,lo,la>|anular<,lo,la>|rescindir
@cancel P cancelad<o,a>|anulad<o,a>
@cancel S cancele|anule
@cancel Z canceles|anules
@cancel N cancelación|anulación|baja
@cancel O pedido|reserva|suscripción|contrato|cita
@book V reserva<,lo,la>|resérva<lo,la,los>|reserve<,n>
@book I reservar<,lo,la,los>
@book P reservad<o,a,os>
@book S reserve
@book A viaje|vuelo|reserva
@book N reserva
@book O vuelo|vuelos|hotel|habitación|billete|billetes|viaje|tren|sala|mesa
@sign V firma<,lo>|fírma<lo,la>|firme<,n>|firmad<,lo>
@sign I firmar<,lo,la>
@sign P firmad<o,a>
@sign S firme
@sign A contrato|acuerdo|oferta
@sign Z firmes
@sign N firma
@sign O contrato|acuerdo|documento|documentos|oferta|papeles
@close V cierra|ciérral<o,a>|cierre<,n>|cerrad|archiva
@close I cerrar<,lo,la>|archivar<,lo>
@close P cerrad<o,a>|archivad<o,a>
@close S cierre|archive
@close N cierre
@close O ticket|caso|incidencia|solicitud
@release V publica|publíca<la,lo>|publique<,n>|despliega|despliegue<,n>|lanza|lance<,n>
@release I publicar<,la,lo>|desplegar<,la,lo>|lanzar<,la,lo>
@release P publicad<o,a>|desplegad<o,a>|lanzad<o,a>
@release S publique|despliegue|lance|salga
@release N despliegue|publicación|lanzamiento|release
@release O versión|release|tag|producción|build
@merge V fusiona|mergea|fusióna<lo,la>
@merge I fusionar<,lo,la>|mergear<,lo,la>
@merge P fusionad<o,a>|mergead<o,a>
@merge N merge|fusión
@merge O pr|pull request|rama
@branch O rama
@data O archivo|archivos|fichero|ficheros|carpeta|datos|tabla|base de datos|registros|registro|logs
@account O cuenta|cuentas|usuario|usuaria|perfil
@cluster O clúster
@server O servidor|servicio|instancia|máquina
"""
