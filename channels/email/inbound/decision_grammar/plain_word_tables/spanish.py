"""Spanish words of a plain approval by their classes, as `plain_lexicon` reads them."""

SPANISH_PLAIN = """
y sí|sí sí|yes|claro|claro que sí|por supuesto|desde luego|cómo no|como no|absolutamente|sin duda|seguro|naturalmente|efectivamente|venga sí|que sí|eso|con gusto|con mucho gusto|encantada|encantado|obvio|sip|sí claro|sí por favor|un sí rotundo
c [yo] [lo|la|los|las|se lo|os lo|te lo] [hoy] (apruebo|autorizo|acepto|firmo|valido|concedo|confirmo y apruebo|suscribo)|(aprobamos|autorizamos|aceptamos|firmamos)|[estoy|estamos] [totalmente|completamente|plenamente|muy] de acuerdo [con (ello|eso|esto)]|estoy conforme|estoy a favor|soy favorable|digo que sí|te digo que sí|os digo que sí|es un sí|se autoriza|se aprueba|se acepta
c (mi|el|la) (sí|aprobación|ok|visto bueno) (lo|la) (tenéis|tienes|tienen)|con mi (aprobación|visto bueno|ok|bendición)
c (queda|quedan) (aprobado|aprobada|autorizado|autorizada|aprobados|concedido|concedida)|aprobación (concedida|otorgada|dada)|permiso concedido|autorización concedida|por mi parte (aprobado|aprobada|adelante|luz verde|autorizado)|por mí (adelante|aprobado|aprobada)|por mí (perfecto|bien) [y] adelante|dado el visto bueno
c adelante|adelante con (ello|eso|esto|todo)|dale|dadle|denle|dale gas|hazlo|hacedlo|háganlo|hágalo|háganlo ya|procede|proceded|procedan|proceda|procédase|vamos|vamos allá|venga|a por ello|tira|tirad|tira para adelante|tirad para adelante|sigue|seguid|sigan|continúa|continuad|continúen|ejecuta|ejecutad|ejecútalo|que se lo den|dádselo|dáselo|que se haga|que se ejecute|todo tuyo|todo vuestro|cuando quieras|cuando queráis|de una|marchando|andando|manos a la obra|al lío
c:release a producción|a prod|a producción con (ella|ello|él)|ponla en vivo|ponedla en vivo|súbela|subidla|súbelo|subidlo|súbanla|súbanlo|que salga|que salga ya|despliega tranquilo|a desplegar|desplegamos
c:send,publish que salga|que lo envíes|que lo envíen|que lo enviéis|que la envíes|a enviar|pues a enviar|fuera|enviamos|mándalo|mándala|mandadlo|mandadla|envíalo|envíala|enviadlo|enviadla|publícalo|publícala|publicadlo|publicadla|bueno pues a enviar|publicala|publicalo|envialo|enviala
c:restart reinícialo|reiniciadlo|reinícienlo|reinicialo|que se reinicie
c:grant,invite,create que lo tenga|que lo tengan|que se le dé|dadle (permiso|acceso)|dale (permiso|acceso)|denle acceso|que tenga (acceso|lectura)
d aprobado|aprobada|aprobados|aprobadas|autorizado|autorizada|autorizados|concedido|concedida|aceptado|aceptada|firmado|firmada|conforme
h ok|okay|vale|de acuerdo|visto bueno|luz verde|aprobación|autorización|👍|mi ok|el ok|conformidad|bien|perfecto|por mí bien|por mí perfecto|sin problema|ningún problema|favorable|parecer favorable|permiso
H sí|de acuerdo|ok|conforme|favorable
p puedes|podéis|puede|pueden|podemos|se puede|puedes ya|que|tú puedes|lista para|listo para|listos para|listas para|libre de|favor de|les pido|os pido|le autorizo a|os autorizo a|te autorizo a|por favor procedan a|procedan a|proceded a|procede a|va
v salir|ir a producción|pasar a producción|ponerse en marcha|empezar|comenzar|seguir|continuar|proceder|avanzar|publicarse|enviarse|ejecutarse|hacerse|realizarse|desplegarse|lanzarse|arrancar|ser publicada|ser publicado|ser enviado|ser enviada|ser desplegada|hacerlo|salga
x ejecutar|ejecuta|ejecutad|ejecuten|ejecute|hacer|haz|haced|hagan|realizar|realizad|realicen|proceder|procede|proceded|procedan|proceda|iniciar|iniciad|inicien|empezar|empezad|continuar|continuad|seguir|aplicar|aplica|aplicad|tramitar|tramitad|tramiten|gestionar|gestionad|adelante con|adelante
x:release,merge desplegar|despliega|desplegad|desplieguen|despliegue|desplegadla|desplegadlo|despliégala|despliégalo|publicar|publica|publicad|publiquen|publicadla|publicadlo|publícala|publícalo|lanzar|lanza|lanzad|lancen|lánzala|lánzalo|lanzadla|liberar|libera|liberad|liberen|libérala|subir|sube|subid|suban|sacar|sacad|sacadla|poner en producción|poned en producción|pon en producción|pasar a producción|pasad a producción|poner en marcha|mergear|mergea|fusionar|fusiona
x:restart reiniciar|reinicia|reiniciad|reinicien|reinicie|reiniciarlo|reiniciarla|relanzar|rearrancar
x:migrate migrar|migrad|migra
x:backup,rollback restaurar|restaurad|restaura
x:scale escalar|escala
x:send,publish enviar|envía|enviad|envíen|envíe|enviarlo|enviarla|enviarlo ya|mandar|manda|mandad|manden|mandarlo|lanzar|lanzad|lanza|programar|programa|programad|programadlo|prográmalo|publicar|publica|publicad|publiquen|difundir|difundid|sacar
x:grant,invite,create,update,account,open dar|da|dad|den|dadle|dale|conceder|concede|conceded|concedan|abrir|abre|abrid|abran|activar|activa|activad|activen|habilitar|habilita|habilitad|habiliten|añadir|añade|añadid|agregar|agrega|asignar|asigna|asignad|darle|dárselo|otorgar|otorguen|otorgad|configurar
x:create,account,open crear|crea|cread|creen
x:invite invitar|invita|invitad
x:order pagar|paga|pagad|paguen|pague|abonar|abona|abonad|transferir|transfiere|transferid|reembolsar|reembolsa|reembolsad|devolver|devuelve|devolved|devuelvan|comprar|compra|comprad|pedir|pedid|encargar|facturar|factura|emitir|emite|emitid|liquidar|liquidad|ingresar|hacer el pago|haz el pago|haced el pago
x:delete borrar|borra|borrad|borren|eliminar|elimina|eliminad|eliminen|limpiar|limpia|purgar
x:delete,revoke quitar|quita|quitad
x:cancel cancelar
x:revoke revocar|revoca|revocad|suspender|dar de baja|dad de baja|bloquear|bloquea|bloquead
x:revoke,close desactivar|desactiva|desactivad
x:close,cancel cerrar|cierra|cerrad
x:update,rotate,migrate,scale cambiar|cambia|cambiad|actualizar|actualiza|actualizad|actualicen|modificar|modifica|modificad|ajustar|ajusta|ajustad|aplicar
x:rotate,update renovar|renueva|renovad|rotar|rota|rotad
x:scale,update subir|aumentar
x:sign firmar|firma|firmad|firmen
x:book reservar|reserva|reservad|contratar
x:order pedir
N:release,merge despliegue|publicación|lanzamiento|release|versión|producción|prod|pase|pase a producción|salida|salida a producción|liberación|subida|puesta en producción|paso a producción|deploy|puesta en marcha
N:merge fusión
N:send,publish envío|campaña|difusión|publicación
N:send boletín|newsletter|mailing|correo
N:publish post|artículo
N:grant,invite,create,account acceso|accesos|permiso|permisos|concesión
N:grant rol|lectura|acceso de lectura|acceso de solo lectura
N:create,account alta|cuenta|creación
N:invite invitación
N:pay,refund,credit,invoice,order pago|transferencia
N:refund reembolso|devolución
N:pay,invoice factura
N:order,pay compra|pedido|gasto
N:credit,refund abono
N:restart reinicio|restart
N:migrate migración
N:backup,rollback restauración
N:backup copia
N:scale escalado
N:migrate,restart mantenimiento
N:rollback rollback
N:delete borrado|eliminación|limpieza|supresión
N:delete,revoke baja
N:cancel cancelación
N:revoke revocación|bloqueo
N:close,cancel cierre
N:revoke,close desactivación
N:update,rotate cambio|actualización|modificación|ajuste|renovación
N:rotate rotación
N:sign contrato|firma
N:book reserva|viaje
3 él|ella|ellos|ellas|usted|ustedes|nosotros|vosotros
o lo|la|los|las|le|les|te|os|eso|esto|ello|va|así|que|a|en|con|operación|solicitud|acción|petición|propuesta|servicio indicado|indicado|indicada|arriba|abajo|aquí|una|ya|tarea
a el|la|los|las|un|una|este|esta|estos|estas|ese|esa|su|sus|vuestro|vuestra|nueva|nuevo|solicitada|solicitado|indicada|indicado|descrita|descrito|propuesta|propuesto|prevista|previsto|mencionada|mencionado|citada|formal|total|plena|completa|completo
t para|pa|a|al|con|en
r de|del|desde
i por mi parte|de mi parte|por mi lado|por mí|por mi|por nuestra parte|para mí|a mi juicio|por la presente|por este medio|mediante la presente|pues|ya|ahora|ahora mismo|hoy|hoy mismo|ya mismo|enseguida|inmediatamente|de inmediato|cuanto antes|lo antes posible|cuando podáis|cuando puedas|cuando queráis|cuando quieras|simplemente|entonces|también|así|así que|tal cual|tal como (viene|está|se describe|se indica|se solicita|se propone)|tal y como (se describe|está|se indica|se solicita|viene)|como (se describe|se indica|se solicita|se propone|está previsto|estaba previsto|hablamos|acordamos|quedamos|propones|proponéis)|según lo (previsto|indicado|solicitado|descrito|acordado|hablado)|en los términos (indicados|descritos|solicitados)|conforme a lo (solicitado|indicado|descrito)|íntegramente|totalmente|completamente|plenamente|formalmente|oficialmente|expresamente|personalmente|sin reservas|sin problema|sin problemas|sin cambios|sin dudarlo|sin ninguna duda|con confianza|tranquilo|tranquila|tranquilos|tranquilamente|perfecto|genial|estupendo|muy bien|bien|todo bien|excelente|fenomenal|vale|ok|okay|bueno|venga|por fin|al fin|en fin|en resumen|desde el móvil|enviado desde el móvil|desde el tren|con gusto|encantada|encantado|ningún problema|de acuerdo|hombre|en vivo|rápido|pronto ya|y listo|y ya|listo|y a otra cosa|todo correcto|todo ok|eso sí que sí
k y|así que|por tanto|por lo tanto|entonces
B pero|aunque sí
l por favor|porfa|porfavor|favor
J* versiones lanzamientos director directora dirección jefe jefa responsable gerente gerencia encargado encargada coordinador coordinadora presidente presidenta marketing ventas comercial comercio electrónico finanzas compras informática sistemas tecnología operaciones producción logística almacén rrhh recursos humanos producto productos proyecto proyectos releases calidad atención cliente de del la el y administración contabilidad adjunta adjunto
g hola|buenas|buenos días|buenas tardes|buenas noches|buen día|estimado|estimada|estimados señores|estimado equipo|querido|querida|gracias|muchas gracias|mil gracias|gracias a|gracias por (todo|avisar|preguntar|el aviso|el resumen|la información|los detalles|el trabajo|el curro|la paciencia|vuestro trabajo|tu trabajo|vuestra paciencia|tu paciencia|esperar|preparar esto|encargarte|encargaros|la rapidez|revisarlo|consultarme|consultar|el recordatorio|la rapidez)|buen trabajo|gran trabajo|estupendo trabajo|excelente trabajo|buen curro|bien hecho|bravo|enhorabuena|felicidades|felicitaciones|felicitaciones al|felicidades al|me gusta|me gusta mucho|me encanta|nos encanta|muy bonito|muy bonita|precioso|preciosa|quedó muy bien|ha quedado muy bien|ha quedado genial|saludos|un saludo|un abrazo|abrazos|atentamente|saludos cordiales|besos|buen fin de semana|buena semana|que vaya bien|suerte|buena suerte|mucha suerte|perdona el retraso|perdón por el retraso|perdonad el retraso|disculpa el retraso|disculpad el retraso|disculpen el retraso|disculpa la demora|disculpen la demora|perdona la demora|perdón por la demora|siento el retraso|día de locos|quedo atenta|quedo atento|quedo pendiente|por fin|ya era hora|menos mal|genial|estupendo|fantástico|qué bien|ole|olé|bien
m* equipo todos compañero compañera compañeros cliente clientes usuario usuarios proveedor proveedores marketing ventas contabilidad comerciales comercial soporte qa gente tiendas tienda almacén jefe señora señor destinatarios suscriptores socios finanzas
e verde|verdes|en verde|bien|muy bien|perfecto|perfecta|perfectos|correcto|correcta|correctos|correctas|en orden|en regla|conforme|limpio|limpia|limpios|estable|estables|completo|completa|listo|lista|listos|listas|claro|clara|impecable|impecables|fino|fina|finísimo|finísima|genial|estupendo|estupenda|excelente|contento|contenta|contentos|satisfecho|satisfecha|tranquilo|tranquila|al día|coherente|coherentes|razonable|justificado|justificada|necesario|necesaria|urgente|útil|importante|esperado|esperada|previsto|prevista|presupuestado|presupuestada|dentro del presupuesto|en presupuesto|sin errores|sin fallos|sin problemas|sin incidencias|sin riesgo|sin sorpresas|exacto|exacta|exactos|exactas|idéntico|idéntica|la misma versión que (probamos|vimos|aprobé)|lo mismo que (probamos|vimos|hablamos|acordamos)|la correcta|el correcto|los correctos|ok|al tanto|informado|informada|buena|bueno|buenas|más que probada|más que probado|legítimo|legítima|normal|adecuado|adecuada
e coincide|coinciden|cuadra|cuadran|concuerda|concuerdan|encaja|encajan|funciona|funcionan|va (bien|fina|fino|finísimo|perfecto|perfecta|genial|como la seda)|van (bien|finos|genial|perfectos)|se ve (bien|muy bien|genial|perfecto|estupendo)|se ven (bien|muy bien|genial)|pinta bien|suena (bien|razonable|genial)|tiene (sentido|buena pinta|muy buena pinta)|nos (ahorra|viene bien|viene genial)|me parece (bien|perfecto|correcto|razonable|estupendo|genial)|es lo que (pedimos|queríamos|hablamos|acordamos|probamos)
e (espera|esperan|están esperando|está esperando) [ya|esta|este|esto|la|el|desde|con ganas]|(lleva|llevan|lleva ya|llevamos) [así] [dos|tres|semanas|días|toda|la|semana] [esperando|así]|(necesita|necesitan) [esto|lo|la|el|ya]|lo (necesita|necesitan)|nos trae de cabeza|nos trae locos|nos tienen (locos|fritos)|me están (friendo|persiguiendo)|(están|está) (llamando|preguntando|pidiéndolo|quejándose)|llaman ya|ya (llaman|preguntan)
e (sin|ningún|ninguna|no hay|no veo|no tengo|cero|no encontré|no encuentro|no le veo|no he visto|no vi) [ningún|ninguna|más|nada de] (problema|problemas|objeción|objeciones|error|errores|fallo|fallos|riesgo|riesgos|duda|dudas|pega|pegas|cambio|cambios|comentario|comentarios|inconveniente|inconvenientes|incidencia|incidencias|observaciones|sorpresas|peros|impedimento) [por mi parte|de mi parte]|nada que (añadir|objetar|cambiar|decir|comentar|corregir|reprochar)|nada en contra|no le veo pegas|todo (bien|correcto|en orden|ok|perfecto|verde|en verde|claro|listo|cuadra|coincide|funciona|conforme|revisado|probado)
w revisado|revisada|revisados|revisé|comprobado|comprobada|comprobados|comprobé|verificado|verificada|verificados|verifiqué|probado|probada|probados|probé|probamos|testeado|testeada|leído|leída|leí|mirado|miré|visto|vista|vi|vimos|comparado|comparada|examinado|examinada|analizado|analizada|contrastado|cotejado|hablado|hablé|hablamos|comentado|comentamos|confirmado|confirmada|confirmó|confirmaron|explicado|explicó|mostrado|enseñado|enseñó|pasado|pasados|pasaron|pasó|terminado|terminada|terminadas|acabado|superado|superada|superadas|salido bien|salió bien|dado una vuelta|echado un vistazo|echado un ojo|le eché un vistazo|repasado|repasada|repasé|dado el informe|acaba de dar el informe|dio su visto bueno|cerrado|cerrada
f* yo nosotros él ella ellos ellas ya lo la los las le les se me nos os te el un una unos unas de del al a en con y por para sobre desde mi mis su sus tu tus nuestro nuestra nuestros este esta estos estas ese esa esto eso todo toda todos todas cada también muy bien realmente bastante he ha han hemos has había es son está están estaba era fue fueron sido acabo acaba qué que como aquí ahí dos tres veces cuidado detalle juntos personalmente atentamente tanto
f* prueba pruebas test tests informe pipeline build versión release tag commit rama entorno changelog notas cambios plan planificación calendario ventana cifras cifra importe importes total suma precio precios presupuesto oferta factura facturas pedido pedidos contrato contratos cuenta cuentas extracto documento documentos documentación papeles datos detalles lista listas destinatarios texto textos asunto diseño imagen imágenes enlaces enlace borrador vista previa hora horario fecha fechas persona nombre nombres rol roles permisos sistema sistemas acceso almacén stock inventario inventarios entrega paquete producto productos proyecto equipo equipos cliente clientes compañero compañera compañeros comercial comerciales marketing ventas contabilidad finanzas legal soporte sistemas usuarios proveedor qa gráfica gráficas gráficos métricas panel paneles logs memoria fuga fallo error carrito tienda web sitio página servidor servicio servicios base copia móvil ordenador teléfono pantalla ticket solicitud formulario formación resultado resultados estado parte lado trabajo mes año semana día días reunión arreglo corrección
q ayer|hoy|esta mañana|anoche|hace un rato|hace un momento|ahora mismo|la semana pasada|el (lunes|martes|miércoles|jueves|viernes) [pasado]|dos veces|tres veces|varias veces|por teléfono|en persona|en la reunión|en preproducción|en el entorno de pruebas|en local|en pruebas|en staging|línea por línea|de principio a fin|en el móvil|en móvil y en ordenador|en móvil|en el ordenador|con mis propios ojos|desde (ayer|las dos|hace días)
P (estoy|estaré|estamos|sigo) [por aquí|hoy] (localizable|disponible|aquí|atenta|atento|pendiente|en la oficina|al teléfono|conectada|conectado|de guardia|en una reunión|en reunión|reunida|reunido|en el tren|de viaje|en camino|delante del ordenador|en mi mesa)|(quedo|me quedo) (pendiente|atenta|atento|localizable|disponible|al tanto)|(acabo|acabamos) de (aterrizar|llegar|salir de una reunión)|estaba en una reunión|estaba (reunida|reunido|de viaje|en el tren)|en una reunión|en el tren|localizable
W (vigilo|superviso|vigilaré|supervisaré)|(estoy|me quedo|quedo) (vigilando|pendiente de)
T hasta|hasta las|las|h|hoy|toda la (tarde|mañana|noche)|todo el día|esta (tarde|noche)|por si acaso|por si hace falta|por si (pasa algo|surge algo|hay algo)|si hace falta|si pasa algo|si surge algo|si me necesitáis|si me necesitan|los gráficos|las gráficas|los paneles|las métricas|los logs|cualquier cosa|para cualquier cosa|ante cualquier problema
u cuanto antes mejor|cuanto antes|lo antes posible|mejor (hoy|ahora) que (mañana|luego|después)|que para luego es tarde|ya era hora|es urgente|urge|urgente|corre prisa|no hay tiempo que perder|no hace falta esperar|por fin
C pues|porque|ya que|que
K es|está|están|queda
M por mi parte|de mi parte|por mi lado|por la presente|por este medio|por mí
A todo|toda|todos|todas
! aprobar|aprueba|aprueben|autorizar|autoriza
! anticipo|señal|entrada
w se ve (bien|muy bien|genial|perfecto|estupendo)|(la misma versión|lo mismo) que (probamos|vimos)|va (bien|fina|fino|finísimo)
D [te|os|le|les] (doy|otorgo|concedo|damos)
h mi aprobación|mi autorización|mi visto bueno|mi conformidad|mi consentimiento|mi permiso|mi sí|mi aval|consentimiento
y sipi|sí señor|sí señora|simón|sí claro que sí|obvio que sí|de una|sin dudarlo|mil veces sí|síí|siii|sííí|totalmente|por supuesto que sí|cómo que no|positivo|afirmativo
c hágale|hágale pues|hagale|órale|ándale|jalo|dale que va|dale que sí|dale para adelante|dale con todo|dale caña|dale mecha|métele|métele caña|échale|échenle|mándale|mandale|mandale mecha|mandale nomás|mandale cumbia|tira millas|tira para alante|tira pa'lante|tirad para delante|tirad para alante|pa'lante|p'alante|pa lante|para delante|al lío|a darle|a toda máquina|a todo gas|manos a la obra|procedamos|hacelo|hacela|hacele|hacele nomás|que se haga ya|va que va|ya está autorizado por mí|apriete el botón|aprieta el botón|dale al botón|púlsalo
c (doy|damos|otorgo|otorgamos|concedo|confirmo|emito|presto) [por la presente|por este medio] [mi|nuestro|nuestra|el|la|un] [plena|pleno|total] (aprobación|autorización|visto bueno|conformidad|consentimiento|aval|ok|dictamen favorable|parecer favorable)|por la presente (apruebo|autorizo)|por medio de la presente (apruebo|autorizo)|(tienen|tiene|tienes|tenéis|cuentan con|cuenta con|cuentas con|contáis con) [ya] (mi|nuestra|nuestro|el|la) (aprobación|autorización|visto bueno|ok|okey|aval|bendición|conformidad|permiso|consentimiento|luz verde)|sírvanse proceder|sírvase proceder
c:release subilo|subila|subilo nomás|subilo a prod|subila a prod|subilo a producción|deployá|deploya|deployalo|deployala|deployen|deployenlo|desplegá|desplegalo|desplegala|publicá|publicala|publicalo|lanzá|lanzalo|lanzala|liberá|liberalo|liberala|sacalo|sacala|sácalo|sácala|mergealo|mergea|mandalo a prod|mandalo a producción|mándalo a prod|mándalo a producción|súbele|súbelo a prod|súbelo a producción|pásalo a producción|pasalo a producción|pásenlo a producción|a producción con ella|directo a producción|derecho a producción|ponlo en producción|ponla en producción|ponelo en producción|ponelo en prod
x:release,merge subilo|deployá|deployar|deploya|deployen|deployalo|desplegá|desplegalo|publicá|lanzá|liberá|sacalo|implementar|implementa|implementen|promover|promover a producción
i joya|bárbaro|barbaro|buenísimo|buenisimo|impecable|chévere|bacano|bacán|de lujo|de diez|de maravilla|fenómeno|listo el pollo|oki|okis|okey|sale|sale pues|arre|va|todo ok|todo ok por mí|todo ok x mi|todo bien por mí|x mi|x mí|x mi ok|x mi parte|por mí ok|por mi ok|confirmo|lo confirmo|confirmado|recibido|entendido|enterado|listo|claro|perfecto todo|muy bien todo|ningún problema|sin drama|cero drama|tranqui|obvio|simón|sip|sipi
"""
