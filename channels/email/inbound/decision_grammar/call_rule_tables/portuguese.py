"""Portuguese: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

PORTUGUESE_CALLS = """
WHO = {XH}
WHOM = lhe|lhes|ela|ele|[a|para|pra] (ela|ele|eles|todos)|[à|ao|aos|às|a|o|para|pra|da|do] [o|a|esta|este|nossa|nosso] [pobre] {WHO}|[a|à|ao|para|da|do|de] \ue002
DET = o|a|os|as|este|esta|estes|estas|esse|essa|esses|seu|sua|seus|suas|nosso|nossa|do|da|dos|das|ao|à|um|uma|no|na|vosso|teu
WHAT = isto|isso|tudo isso|o total|a totalidade|ela|ele|[os|esses|seus|uns|aos|dos|de] [valor de|montante de|quantia de] \ue000|[{DET}] ({XO}|{XN}) [total|completo|completa|integral|todo|toda|inteiro|inteira|previsto|prevista|solicitado|solicitada|pedido|indicado|proposto|correspondente] [\ue000|de \ue000|número \ue000]|(pedido|encomenda|fatura|caso|conta) [número|nº] \ue000
SUM = isto|isso|tudo|[os|esses|aos|o] [valor de|montante de] \ue000|(o|a) (valor|montante|quantia)
APPR = {DEED}|{SUM}|[{DET}] {XA} [de \ue002|a \ue002|\ue000]
AT = (a|ao|aos|à|às|para|pra|de|do|da|por|pelo|em|no|na|com|sobre) ({WHAT}|{WHOM})
WHEN = já|agora|agora mesmo|hoje|hoje mesmo|ainda hoje|imediatamente|de imediato|logo|o quanto antes|quanto antes|o mais rápido possível|assim que possível|assim que puder|rápido|por favor|pf|pfv|se faz favor|sff|por completo|integralmente|totalmente|na totalidade|como previsto|conforme previsto|conforme combinado|como proposto|como pedido|sem problema|sem problemas|à vontade|então|tranquilo|tranquila|esta semana|hoje de manhã|obrigado|obrigada|diretamente|com gosto|com prazer|também|sim|assim
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{WHEN}
YOU2 = pode|podes|podem|podemos|já pode|já podem|já podes|favor|favor de|fique à vontade para|queira|queiram
DEED = [{DET}] {XN} [total|completo|completa|integral|correspondente|solicitado|solicitada] [{NOF}] [{NOF}] [{NOF}]
NOF = (de|do|da|dos|a|à|ao|para|por|em|no valor de) ({WHAT}|{WHOM})|\ue000
LIGHT = fazer|realizar|efetuar|efectuar|processar|executar|emitir|tratar (de|do|da)|avançar com|prosseguir com|seguir com|proceder (a|ao|à|com)|lançar|providenciar|dar andamento (a|ao|à)|concluir
LIGHTS = faz|faça|façam|fazei|realiza|realize|realizem|efetua|efetue|efetuem|processa|processe|processem|executa|execute|executem|emite|emita|emitam|trata (de|do|da)|trate (de|do|da)|tratem (de|do|da)|avança com|avance com|avancem com|prossiga com|prossigam com|siga com|sigam com|segue com|procede (a|ao|à)|proceda (a|ao|à)|procedam (a|ao|à)|manda ver (no|na)|providencie|providencia|conclui|dê andamento (a|ao|à)
OK = ok|okay|sim|de acordo|luz verde|sinal verde|aprovado|aprovada|autorizado|a favor|favorável|por mim ok
MOVE = {XV} {IT}|{LIGHTS} {DEED}
+ [{WHEN}] [então|por isso|logo] {MOVE} [{WHEN}]
+ [{WHEN}] ({YOU2}|ok para|autorizo a|autorizado a|de acordo em|luz verde para|sinal verde para|permissão para) [já|então|sim] ({XI} {IT}|{LIGHT} {DEED}) [{WHEN}]
+ {OK} [{FOR}] (a|ao|aos|à|para|para o|para a|com|com o|com a|quanto ao|pra) {APPR} [{AT}] [{FOR}] [{WHEN}]
+ {OK} [{FOR}] (para|a|em) ({XI} {IT}|{LIGHT} {DEED}) [{FOR}]
+ (ok|sim|certo|perfeito|tudo bem|de acordo|sem problema|claro|beleza) {XW} {IT}
+ ({DEED}|[{DET}] {XA}) ({DONE}|ok|de acordo) [{FOR}]
+ ({DEED}|[{DET}] {XA}) (está|fica|é|estão) {DONE} por mim
+ [eu] (aprovo|autorizo|aprovamos|autorizamos|valido|concordo com|concordamos com) {APPR} [{AT}]
+ (dou|damos|tens|tem|têm|tendes) [o|a] [meu|minha|nosso|nossa] (ok|aval|aprovação|autorização|luz verde|sinal verde|permissão|bênção|consentimento) (a|ao|à|para|para o|para a) ({APPR}|{XI} {IT}|{LIGHT} {DEED})
+ (estou|estamos) [totalmente|plenamente] (de acordo|conforme) com {APPR}
+ ({WHAT}|{DEED}) (pode|podem) ser {XP} [{WHEN}]
+ (dói|dói-me|com pena|a contragosto|custa-me) mas (sim|ok)|com todo o gosto|com todo o prazer|claro que sim|(mas|claro|pois) (sim|claro)|(sim|ok) (claro|por favor|com certeza|sem dúvida|hoje mesmo|o quanto antes|pode ser)|com certeza|lógico|vá [sim]|trata disso|trate disso|tratem disso|avança com {WHAT}|avance com {WHAT}|visto e aprovado|manda bala|manda ver
~ (o|) quanto antes|o mais rápido possível|não (vejo|tenho) (problema|problemas|inconveniente|objeção|objeções)|tudo (certo|ok|correto|em ordem|bem)|está tudo (certo|ok|correto|em ordem|bem)|valor total|valor integral|por completo|e não se fala mais (no assunto|nisso)|não se fala mais (no assunto|nisso)|é justo|acho justo
< {WHEN}
DAYS = ontem|hoje|hoje de manhã|há pouco|ontem à noite|semana passada|na semana passada|por telefone|ao telefone|duas vezes|três vezes|várias vezes|já|há semanas|há três semanas|há duas semanas|há muito tempo|o suficiente|bastante|pessoalmente
PAPER = fotos|foto|fatura|pedido|encomenda|caso|números|valor|valores|montante|detalhes|conta|contrato|rascunho|texto|lista|logs|recibo|dados|email|relatório|documento|documentos|solicitação|orçamento|destinatários|reclamação|cópia|comprovante|comprovativo|extrato|processo|definições|estoque|stock|histórico|nota
SEEN = verificado|visto|conferido|revisto|revisado|lido|olhado|analisado|checado|recebido|comparado
SAW = vi|verifiquei|conferi|revi|revisei|li|olhei|analisei|chequei|recebi|já vi|já verifiquei|já conferi|já revi|acabei de ver|acabei de conferir
PEER = ela|ele|eles|elas|[a|o|os|com|com a|com o|à|ao] ({WHO}|contabilidade|chefe|oficina|loja|armazém|banco|advogado|financeiro|jurídico|suporte|gerente|direção)|\ue002|\ue003|todos|todo mundo|toda a gente
? {SAW} [{DET}|todo o|toda a|todas as] [{PAPER}|tudo|\ue000] [e] [(a|o) ({XO}|alforje|bolsa|produto)] [está|estão] [tudo|todo] [bem|certo|correto|ok|partido|partida|quebrado|destruído|destruída] [{DAYS}]
? {PAPER} (conferida|conferido|verificada|verificado|revista|revisto|vista|vistas) [tudo ok|tudo certo]|(conferida|verificada|conferido) [a|o] {PAPER}
? [{DET}] ({PAPER}|{XO}|\ue000|tudo|alforje|bolsa|produto|artigo|pacote) (está|estão|é|são|parece|bate|batem|confere|conferem) [já|tudo|todo|toda|muito|mesmo] [certo|certa|certos|certas|correto|correta|corretos|ok|em ordem|em dia|claro|completo|completa|justificado|partido|partida|quebrado|quebrada|estragado|estragada|de volta|previsto|orçado]
? tudo (certo|ok|correto|em ordem|conferido)|é (correto|urgente)
~ é (justo|o mínimo|o certo)|(foi|é) [claramente] (culpa nossa|nossa culpa|erro nosso|nosso erro|culpa minha)|a culpa (foi|é) (nossa|minha)|{PEER} já esperou (bastante|o suficiente)|devemos-lhe isso|já era hora
? [já] (falei|falamos|combinei|tratei) com {PEER} [{DAYS}]|(acabei de falar|já falei) com {PEER}
? {PEER} [já|me|nos] (ligou|escreveu|esperou|mostrou|confirmou|enviou|explicou|devolveu|reclamou|pediu|mostrou-me|ligou-me|esperou bastante|tem razão|ligaram|confirmaram) [já] [{DET}] [{PAPER}|tudo] [{DAYS}]
? {PEER} (espera|está esperando|está à espera|estão à espera|merece|precisa disso|aguarda) [{DAYS}]
? não (esperes|espere|esperem|precisa esperar|é preciso esperar|precisas de esperar|precisa de esperar) (pelo|por|o) \ue003|não é preciso (perguntar|avisar|consultar) (a|ao|à|o) {PEER}
? (o|a) (pacote|produto|artigo|mercadoria|encomenda|bolsa|devolução) (já|) (voltou|chegou|está aqui|está de volta|foi devolvido|foi devolvida|está quebrado|está partida)
? (ele|ela|) já não (trabalha|está) (cá|aqui|connosco|conosco)|(ele|ela) (saiu|saiu da empresa) [{DAYS}]|(ninguém|já ninguém) (o|a) usa [mais]|(fatura|pedido) (correta|correto|conforme)|há backup
? devemos-lhe isso|prometemos isso|já era hora|é hora|precisamos disso [hoje|já]
= [e] (pede-lhe|peça-lhe|peçam-lhe|peça|pede|diz-lhe|diga-lhe|digam-lhe|manda-lhe|dá-lhe) (desculpa|desculpas|cumprimentos|que lamentamos|as minhas desculpas|as nossas desculpas|um abraço) [a (ela|ele)] [da (minha|nossa) parte|por mim|em meu nome]
= (estou|estamos|ando) [em|na|de|em uma|numa] (reunião|viagem|férias|estrada|comboio|trem|reuniões) [o dia todo|até ao meio-dia|até às quatro|hoje|toda a manhã]
= (obrigado|obrigada|valeu|grato|grata) \ue003 [por (avisar|perguntar|tudo|insistir)|pela (ajuda|atenção)|pelo (aviso|lembrete)]|(desculpa|desculpe|desculpem) (a|pela|o) (demora|atraso)|bom fim de semana|bjs|beijos|abraço|abs|um abraço
- não [se|lhe] ({XZ}|{XV}|{XW}) (nada|um cêntimo|) {IT}|não {XI} {IT}|não se {XV} {IT}
- nem um (euro|cêntimo|centavo)|[lamento|sinto muito] [mas] não posso dar o (ok|aval)|obrigad<o,a> por perguntar mas não
@refund,credit,invoice,cancel,order H cliente|clientes|senhora|senhor|mulher|moça|comprador|compradora|inquilino|coitada
@pay,order H fornecedor|empresa
@grant,revoke,invite,delete,create,rotate,update H usuário|usuária|utilizador|utilizadora|colega
@any V faz<,-o>|faça<,-o>|trata disso|trate disso|processa|processe|resolve|resolva|fá-lo
@any I fazer|fazê-lo|tratar|processar|executar|prosseguir|resolver
@any P feito|feita|tratado|tratada|processado|processada|executado
@any O pedido|solicitação|operação|ação|tarefa|caso|processo
@refund V reembolsa<,-a,-o>|reembolse<,-a,-o,m,m-na,m-no>|devolve<,-lhe,-a,-o>|devolva<,-lhe,m,m-lhe>|paga<,-lhe,-a>|pague<,-lhe,m,m-lhe>|credita<,-lhe>|credite<,m>|estorna|estorne<,m>|restitui|restitua<,m>|transfere<,-lhe>|transfira<,m>|manda-lhe|mande-lhe|envia-lhe|dá-lhe|dê-lhe|devolve pra {WHOM}|ressarce|ressarça<,m>
@refund I reembolsar|reembolsá-la|devolver|devolver-lhe|pagar|pagar-lhe|creditar|estornar|restituir|transferir|ressarcir
@refund P reembolsad<o,a>|devolvid<o,a>|pag<o,a>|creditad<o,a>|estornad<o,a>|restituíd<o,a>|transferid<o,a>
@refund W reembolsamos|devolvemos|pagamos
@refund Z devolvas|reembolses|pagues|devolvam|paguem|faças a transferência|faças o reembolso|faças
@refund N reembolso|devolução|estorno|pagamento|transferência|crédito|restituição|ressarcimento
@refund O dinheiro|valor|montante|quantia|pedido|encomenda|cliente|preço|grana|reembolso|pagamento
@pay V paga<,-a,-o>|pague<,-a,m,m-na>|transfere|transfira<,m>|liquida|liquide<,m>|quita|quite<,m>|salda|libera
@pay I pagar|pagá-la|pagá-lo|transferir|liquidar|quitar|saldar|liberar
@pay P pag<o,a>|transferid<o,a>|liquidad<o,a>|quitad<o,a>|saldad<o,a>
@pay W pagamos
@pay Z pagues|paguem|transfiras|faças a transferência
@pay N pagamento|transferência|liquidação|quitação
@pay O fatura|conta|valor|montante|dinheiro|fornecedor|pagamento|transferência|boleto|salário|aluguel|renda|taxa|parcela|nota
@invoice V fatura|fature<,m>|emite|emita<,m>
@invoice I faturar|emitir|emiti-la
@invoice P faturad<o,a>|emitid<o,a>
@invoice N faturação|faturamento|fatura|emissão
@invoice O fatura|cliente|valor
@credit V aplica|aplique<,m>|concede|conceda<,m>|dá-lhe|dê
@credit I aplicar|conceder|dar
@credit P aplicad<o,a>|concedid<o,a>
@credit A desconto|vale
@credit N desconto|crédito|vale|abatimento|nota de crédito|bônus
@credit O desconto|crédito|vale|cliente|valor
@send V envia<,-o,-a,-os,-as>|envie<,-o,-a,m,m-no,m-na>|manda<,-o,-a>|mande<,-o,-a,m>|dispara|dispare<,m>|encaminha
@send I enviar|enviá-lo|enviá-la|mandar|mandá-la|disparar|encaminhar|expedir
@send P enviad<o,a,os,as>|mandad<o,a>|disparad<o,a>|expedid<o,a>
@send W enviamos|mandamos
@send A newsletter|email|campanha
@send Z envies|mandes|enviem
@send N envio|newsletter|disparo|email|e-mail|campanha|mensagem|comunicado|mala direta
@send O email|e-mail|mail|mensagem|newsletter|boletim|carta|campanha|convite|lembrete|oferta|proposta|anúncio|resposta|destinatários|assinantes|clientes|comunicado|texto
@publish V publica<,-o,-a>|publique<,-o,-a,m>|posta|poste<,m>
@publish I publicar|publicá-lo|publicá-la|postar|colocar no ar
@publish P publicad<o,a>|postad<o,a>|colocad<o,a> no ar
@publish W publicamos
@publish A artigo|post|publicação
@publish Z publiques
@publish N publicação|post|postagem|anúncio
@publish O artigo|post|anúncio|página|texto|comunicado|vídeo|conteúdo|matéria
@delete V elimina<,-o,-a,-os,-as>|elimine<,-o,-a,m,m-no,m-na>|apaga<,-o,-a>|apague<,-o,-a,m,m-no>|exclui|exclua<,m>|remove<,-o,-a>|remova<,-o,-a,m>|deleta|delete<,m>|limpa|limpe<,m>
@delete I eliminar|eliminá-lo|eliminá-la|apagar|apagá-lo|apagá-la|excluir|excluí-lo|remover|removê-lo|deletar|limpar
@delete P eliminad<o,a,os,as>|apagad<o,a,os,as>|excluíd<o,a,os,as>|removid<o,a>|deletad<o,a>
@delete W eliminamos|apagamos|excluímos
@delete Z apagues|elimines|apaguem
@delete N eliminação|exclusão|remoção|limpeza
@data O entrada|entradas|cópia|cópias|dados|duplicados
@create V cria<,-o,-a>|crie<,-o,-a,m>|adiciona<,-o>|adicione<,m>|abre|abra<,m>|cadastra|cadastre<,m>
@create I criar|criá-lo|criá-la|adicionar|abrir|cadastrar
@create P criad<o,a,os,as>|adicionad<o,a>|abert<o,a>|cadastrad<o,a>
@create W criamos
@create Z cries
@create N criação|abertura|cadastro
@create O registro|registo|projeto|ambiente|ficha
@invite V convida<,-o,-a>|convide<,-o,-a,m>|adiciona<,-o,-a>|adicione<,-o,-a>
@invite I convidar|convidá-lo|convidá-la|adicionar
@invite P convidad<o,a,os,as>|adicionad<o,a>
@invite N convite|inclusão
@invite O convite|usuário|utilizador|membro|conta|equipe|equipa
@grant V dá<,-lhe>|dê<,-lhe>|deem|concede<,-lhe>|conceda<,-lhe,m>|atribui|atribua<,m>|libera|libere<,m>|ativa|ative<,m>|habilita|habilite<,m>|desbloqueia
@grant I dar|dar-lhe|conceder|atribuir|liberar|ativar|habilitar|desbloquear
@grant P dad<o,a>|concedid<o,a,os>|atribuíd<o,a>|liberad<o,a>|ativad<o,a>|habilitad<o,a>
@grant A acesso|perfil|permissão
@grant Z dês|concedas|deem
@grant N acesso|permissão|permissões|atribuição|perfil|liberação|ativação
@grant O acesso|permissão|permissões|direitos|perfil|papel|licença|usuário|utilizador|conta
@revoke V revoga<,-lhe>|revogue<,m>|desativa<,-o,-a>|desative<,-o,-a,m>|bloqueia<,-o,-a>|bloqueie<,-o,-a,m>|suspende<,-o>|suspenda<,m>|fecha|feche<,m>|retira|retire<,m>|tira|tire<,m>
@revoke I revogar|desativar|desativá-lo|desativá-la|bloquear|bloqueá-lo|suspender|fechar|retirar|tirar
@revoke P revogad<o,a,os>|desativad<o,a>|bloquead<o,a>|suspens<o,a>|fechad<o,a>|retirad<o,a>
@revoke N revogação|desativação|bloqueio|suspensão|encerramento
@revoke O acesso|permissão|permissões|perfil|conta|usuário|utilizador|chave|credenciais|login
@rotate V troca|troque<,m>|renova<,-o>|renove<,m>|redefine|redefina<,m>|reseta|resete<,m>|muda|mude<,m>|substitui|substitua<,m>|rotaciona|rotacione<,m>
@rotate I trocar|renovar|renová-lo|redefinir|resetar|mudar|substituir|rotacionar|rodar
@rotate P trocad<o,a,as>|renovad<o,a>|redefinid<o,a>|resetad<o,a>|mudad<o,a>|substituíd<o,a>|rotacionad<o,a>
@rotate N troca|renovação|redefinição|reset|rotação|mudança|substituição
@rotate O chave|chaves|senha|senhas|palavra-passe|certificado|certificados|token|tokens|credenciais|segredo
@restart V reinicia<,-o,-a>|reinicie<,-o,-a,m>
@restart I reiniciar|reiniciá-lo|reiniciá-la
@restart P reiniciad<o,a,os>
@restart W reiniciamos
@restart Z reinicies
@restart N reinício|reinicialização
@restart O servidor|serviço|máquina|instância|sistema|aplicação|aplicativo
@scale V escala|escale<,m>|aumenta|aumente<,m>|amplia|amplie<,m>
@scale I escalar|aumentar|ampliar|redimensionar
@scale P escalad<o,a>|aumentad<o,a>|ampliad<o,a>
@scale N escalonamento|aumento|ampliação
@scale O servidor|instâncias|capacidade|banco de dados|nós
@migrate V migra<,-o>|migre<,m>|move|mova<,m>|transfere
@migrate I migrar|migrá-lo|mover|transferir
@migrate P migrad<o,a,os>|movid<o,a>|transferid<o,a>
@migrate N migração|mudança|transferência
@migrate O banco de dados|base de dados|banco|esquema|dados|servidor|tabela|domínio|dns
@backup V restaura<,-o>|restaure<,m>|salva|salve<,m>
@backup I restaurar|salvar|fazer backup|fazer o backup
@backup P restaurad<o,a,os>|salv<o,a,os>
@backup N backup|cópia de segurança|restauração|restauro
@backup O backup|dados|banco de dados|cópia
@rollback V reverte<,-o>|reverta<,m>|desfaz|desfaça<,m>
@rollback I reverter|desfazer|voltar atrás
@rollback P revertid<o,a>|desfeit<o,a>
@rollback N reversão|rollback
@rollback O versão|release|deploy|mudança|produção
@update V atualiza<,-o,-a>|atualize<,-o,-a,m>|altera<,-o,-a>|altere<,-o,-a,m>|muda|mude<,m>|ajusta|ajuste<,m>|modifica|renova
@update I atualizar|atualizá-lo|atualizá-la|alterar|alterá-lo|mudar|ajustar|modificar|renovar
@update P atualizad<o,a,os>|alterad<o,a,os>|mudad<o,a>|ajustad<o,a>|modificad<o,a>|renovad<o,a>
@update N atualização|alteração|mudança|ajuste|modificação|renovação
@update O registro|registo|configuração|configurações|dns|domínio|certificado|preço|preços|dados|endereço|morada|contrato|regra
@order V encomenda|encomende<,m>|compra<,-o>|compre<,m>|pede|peça<,m>
@order I encomendar|comprar|comprá-lo|pedir
@order P encomendad<o,a>|comprad<o,a>|pedid<o,a>
@order W encomendamos|compramos
@order A encomenda|compra|pedido
@order Z encomendes|compres
@order N encomenda|compra|pedido
@order O encomenda|pedido|mercadoria|artigos|fornecedor|material|licença|licenças|peças|portátil|notebook
@cancel V cancela<,-o,-a>|cancele<,-o,-a,m>|anula<,-o>|anule<,m>|rescinde
@cancel I cancelar|cancelá-lo|cancelá-la|anular|rescindir
@cancel P cancelad<o,a>|anulad<o,a>
@cancel Z canceles|anules
@cancel N cancelamento|anulação|rescisão
@cancel O pedido|encomenda|reserva|assinatura|contrato|consulta
@book V reserva<,-o,-a>|reserve<,m>|marca|marque<,m>
@book I reservar|reservá-lo|marcar
@book P reservad<o,a,os>|marcad<o,a>
@book A viagem|voo|reserva
@book N reserva|marcação
@book O voo|voos|hotel|quarto|bilhete|passagem|passagens|viagem|trem|comboio|sala|mesa
@sign V assina<,-o>|assine<,m>
@sign I assinar|assiná-lo
@sign P assinad<o,a>
@sign A contrato|acordo|proposta
@sign Z assines
@sign N assinatura
@sign O contrato|acordo|documento|documentos|proposta|papéis
@close V fecha<,-o>|feche<,m>|encerra|encerre<,m>|arquiva
@close I fechar|fechá-lo|encerrar|arquivar
@close P fechad<o,a>|encerrad<o,a>|arquivad<o,a>
@close N fecho|encerramento
@close O ticket|chamado|caso|pedido
@release V publica|publique<,m>|lança|lance<,m>|libera|libere<,m>
@release I publicar|lançar|liberar|implantar
@release P publicad<o,a>|lançad<o,a>|liberad<o,a>|implantad<o,a>
@release N lançamento|publicação|deploy|release|implantação
@release O versão|release|tag|produção|build
@merge V mescla|mescle<,m>|mergeia|junta
@merge I mesclar|mergear|juntar
@merge P mesclad<o,a>|mergead<o,a>
@merge N merge
@merge O pr|pull request|branch
@branch O branch|ramo
@data O arquivo|arquivos|ficheiro|ficheiros|pasta|dados|tabela|banco de dados|base de dados|registros|registos|logs
@account O conta|contas|usuário|utilizador|usuários|perfil
@cluster O cluster
@server O servidor|serviço|instância|máquina
"""
