"""Portuguese words of a plain approval by their classes, as `plain_lexicon` reads them."""

PORTUGUESE_PLAIN = """
y sim|sim sim|yes|claro|claro que sim|com certeza|certamente|sem dúvida|lógico|evidentemente|naturalmente|com prazer|pois claro|pode sim|podem sim|isso|isso aí|isso mesmo|exato|beleza|sim claro|sim por favor|que sim|positivo
c [eu] (defiro|aprovo|autorizo|aceito|assino|valido|concedo|subscrevo|libero|confirmo e aprovo)|(aprovamos|autorizamos|aceitamos)|[estou|estamos] [totalmente|plenamente|completamente] de acordo|de acordo|concordo|concordo plenamente|sou favorável|sou a favor|digo [que] sim|é um sim|aprova se|autoriza se|dou por aprovado|dou por aprovada|confirmo a aprovação
c dar o meu parecer favorável|merece a minha aprovação|por este meio autorizar|venho por este meio (autorizar|aprovar)
c (fica|ficam) (aprovado|aprovada|aprovados|autorizado|autorizada|liberado|liberada)|(aprovação|autorização|permissão) (concedida|dada)|acesso concedido|aprovadíssimo|aprovadíssima|por mim (aprovado|aprovada|pode seguir|pode ir|podem avançar|pode avançar|sim)|da minha parte (aprovado|aprovada|pode seguir|podem avançar)
c avance|avancem|avança|avançar|avancem com (isso|isto)|siga|sigam|segue|prossiga|prossigam|prossegue|pode seguir|podem seguir|pode avançar|podem avançar|pode prosseguir|podem prosseguir|queiram proceder|queira proceder|proceda|procedam|pode proceder|podem proceder|em frente|vamos|vamos lá|vamos em frente|vamos nessa|bora|bora lá|força|faça|façam|faz|faz isso|faça isso|façam isso|pode fazer|podem fazer|pode executar|executa|execute|executem|manda ver|manda bala|pé na tábua|manda|mandem|deixa ir|toca a andar|toca a avançar|pode ir|podem ir|é contigo|é convosco|é com vocês|podes tratar disso|trata disso|tratem disso|segue o jogo|fechado
c:release para produção|em produção|pra prod|sobe|sobe logo|sobe isso|subam|pode subir|podem subir|lança|lancem|publica|publiquem|pode lançar|podem lançar|pode publicar|pode liberar|implementem|façam o deploy|faz o deploy|faça o deploy|lançamos|sobe logo isso aí|toca a lançar|podem lançar já
c:send,publish envia|envie|enviem|manda|mande|mandem|pode enviar|podem enviar|podes enviar|pode mandar|podem mandar|pode agendar|podem agendar|pode disparar|dispara|dispare|que saia|publiquem
c:restart reinicia|reinicie|reiniciem|reinicia lá isso|reinicia aí|reinicia isso|pode reiniciar|podem reiniciar
c:grant,invite,create pode dar|podem dar|podem conceder|pode conceder|pode liberar|libera|libere|liberem|libera hoje mesmo|dá lhe|dêem lhe|deem lhe
c:create podem criar|pode criar
d aprovado|aprovada|aprovados|aprovadas|autorizado|autorizada|concedido|concedida|aceite|aceito|assinado|assinada|liberado|liberada|deferido|deferida
h ok|okay|de acordo|aval|aprovação|autorização|luz verde|sinal verde|👍|o meu ok|meu ok|beleza|tudo bem|favorável|parecer favorável|permissão|blz
H sim|de acordo|ok|favorável|concordo|pronto|pronta
p podes|podem|pode|podemos|pode se|podes já|você pode|vocês podem|queiram|queira|favor|é favor|livre para|livres para|pronto para|pronta para|prontos para|peço que|por favor procedam a|por mim pode|por mim podem|tá liberado para|venho por este meio
v ir para produção|passar a produção|passar para produção|entrar em produção|avançar|seguir|continuar|prosseguir|proceder|começar|iniciar|arrancar|acontecer|ser publicada|ser publicado|ser enviada|ser enviado|ser executado|ser executada|ser lançado|ser lançada|ser feito|ser feita|ser criado|ser concedido|ser liberado|ser liberada|ir para o ar|ir ao ar|fazer|fazer isso|tratar disso|passar a produção
x executar|executa|execute|executem|fazer|faz|faça|façam|realizar|realize|realizem|proceder|proceda|procedam|iniciar|inicie|iniciem|começar|comece|comecem|continuar|continue|continuem|aplicar|aplique|apliquem|avançar com|avance com|avancem com|seguir com|siga com|sigam com|segue com|prosseguir com|prossiga com|tratar|trate|tratem|rodar|rode|rodem
x:release,merge publicar|publica|publique|publiquem|lançar|lança|lance|lancem|implementar|implementa|implemente|implementem|liberar|libera|libere|liberem|subir|sobe|suba|subam|deployar|fazer o deploy|faça o deploy|façam o deploy|colocar em produção|coloca em produção|coloque em produção|coloquem em produção|pôr em produção|põe em produção|ponham em produção|passar a produção|passar para produção|implantar|implante|implantem|soltar|solta|soltem|mergear|mergeia|disponibilizar|disponibilize
x:restart reiniciar|reinicia|reinicie|reiniciem
x:migrate migrar|migra|migre|migrem
x:backup,rollback restaurar|restaura|restaure
x:scale escalar
x:restart,scale,migrate,backup,rollback relançar
x:send,publish enviar|envia|envie|enviem|mandar|manda|mande|mandem|disparar|dispara|dispare|disparem|agendar|agenda|agende|agendem|publicar|publica|publique|publiquem|divulgar|divulguem|programar|programe|expedir
x:grant,invite,create,update,account,open dar|dá|dê|deem|dar lhe|dá lhe|conceder|conceda|concedam|concede|abrir|abre|abra|abram|ativar|ativa|ative|ativem|habilitar|habilite|habilitem|liberar|libera|libere|liberem|adicionar|adiciona|adicione|adicionem|atribuir|atribua|atribuam|configurar|configurem|incluir|inclua
x:create,account,open criar|cria|crie|criem
x:invite convidar|convide|convidem
x:order pagar|paga|pague|paguem|liquidar|liquide|liquidem|transferir|transfere|transfira|transfiram|reembolsar|reembolsa|reembolse|reembolsem|devolver|devolva|devolvam|estornar|estorna|estorne|comprar|compra|compre|comprem|encomendar|encomende|encomendem|faturar|fature|faturem|emitir|emita|emitam|creditar|credite|fazer o pagamento|façam o pagamento|faça o pagamento|pedir
x:delete apagar|apaga|apague|apaguem|eliminar|elimina|elimine|eliminem|excluir|exclua|excluam|deletar|deleta|deletem|limpar|limpe
x:delete,revoke remover|remove|remova|removam
x:revoke revogar|revogue|revoguem|bloquear|bloqueie|bloqueiem
x:revoke,close desativar|desativa|desative|desativem
x:close,cancel fechar|fecha|feche|fechem|encerrar|encerre|encerrem
x:cancel cancelar
x:update,rotate,migrate,scale atualizar|atualiza|atualize|atualizem|alterar|altera|altere|alterem|mudar|muda|mude|mudem|trocar|troque|troquem|ajustar|ajuste|ajustem|aplicar
x:rotate,update renovar|renove|renovem|rotacionar
x:scale,update aumentar|aumente
x:sign assinar|assine|assinem
x:book reservar|reserva|reserve|reservem|contratar
N:release,merge deploy|publicação|lançamento|implantação|implementação|passagem a produção|passagem para produção|entrada em produção|versão|release|produção|prod|liberação|subida|deployment
N:merge merge
N:send,publish envio|campanha|publicação
N:send newsletter|disparo|mailing|boletim|e-mail|email
N:publish post|artigo
N:grant,invite,create,account acesso|acessos|permissão|permissões|concessão
N:grant perfil|leitura|acesso de leitura|acesso de só leitura
N:create,account conta|criação
N:invite convite
N:pay,refund,credit,invoice,order pagamento|transferência
N:refund reembolso|devolução|estorno
N:pay,invoice fatura
N:order,pay compra|encomenda|pedido|despesa
N:credit,refund crédito
N:restart reinício|restart|reinicialização
N:migrate migração
N:backup,rollback restauro
N:backup backup
N:migrate,restart manutenção
N:rollback rollback
N:delete eliminação|exclusão|limpeza
N:delete,revoke remoção
N:cancel cancelamento
N:revoke revogação|bloqueio
N:close,cancel encerramento|fecho
N:revoke,close desativação
N:update,rotate alteração|atualização|mudança|renovação|ajuste|troca
N:rotate rotação
N:sign contrato|assinatura
N:book reserva|viagem
o o|a|os|as|lo|la|lhe|lhes|isso|isto|aquilo|que|em|com|como|operação|solicitação|ação|proposta|serviço indicado|acima|abaixo|aqui|lá|aí|já|para|disso|disto|nisso|tarefa|passo
3 ele|ela|eles|elas|você|vocês|nós|tu|alguém
a o|a|os|as|um|uma|este|esta|estes|estas|esse|essa|vosso|vossa|seu|sua|novo|nova|solicitado|solicitada|pedido|pedida|descrito|descrita|indicado|indicada|proposto|proposta|previsto|prevista|referido|referida|mencionado|mencionada|presente|formal|total
t para|pra|pro|ao|à|aos|às|com|em|no|na|nos|nas
r de|do|da|dos|das
i por mim|da minha parte|do meu lado|pela minha parte|da nossa parte|para mim|a meu ver|pela presente|por este meio|então|agora|agora mesmo|hoje|hoje mesmo|já|já hoje|imediatamente|de imediato|logo|o quanto antes|quanto antes|assim que possível|quando quiserem|quando quiser|quando puderem|simplesmente|também|assim|assim mesmo|tal como está|tal como (descrito|descrita|pedido|solicitado|proposto|indicado)|conforme (descrito|descrita|solicitado|programado|pedido|planejado|planeado|combinado|proposto|previsto|indicado|a solicitação)|como (combinado|descrito|pedido|previsto|proposto|solicitado|programado|indicado|planeado|planejado)|integralmente|totalmente|completamente|plenamente|formalmente|oficialmente|expressamente|pessoalmente|sem reservas|sem problema|sem problemas|sem alterações|sem hesitar|de olhos fechados|com confiança|tranquilo|tranquila|tranquilos|à vontade|perfeito|perfeita|ótimo|ótima|excelente|muito bem|tudo bem|tudo certo|tudo ok|tudo bom|maravilha|legal|show|top|fixe|bacana|fantástico|ok|okay|certo|beleza|finalmente|enfim|em resumo|do telemóvel|do celular|enviado do celular|enviado do telemóvel|no comboio|com todo o gosto|com gosto|ao vivo|no ar|só isso|viu|tá|hein|demorou|bem|por aqui|lá|aí|pois|de acordo|isso aí|sobre isso
k e|então|portanto|por isso|logo|assim
B mas|porém|contudo
l por favor|se faz favor|sff|pfv|pf|favor|por gentileza
J* diretor diretora direção chefe responsável gerente gestor gestora coordenador coordenadora presidente supervisor supervisora marketing vendas comercial compras financeiro financeira finanças informática ti tecnologia operações produção logística armazém rh recursos humanos produto produtos projeto projetos releases qualidade atendimento cliente clientes e-commerce comércio eletrónico eletrônico de do da dos das e contabilidade administração geral adjunta adjunto
g olá|oi|bom dia|boa tarde|boa noite|caro|cara|prezado|prezada|prezados|exmo|exmos|senhores|senhoras|obrigado|obrigada|muito obrigado|muito obrigada|obrigadão|valeu|grato|grata|obrigado a|obrigada a|obrigado por (tudo|avisar|perguntar|esperar|confirmar comigo)|obrigada por (tudo|avisar|perguntar|esperar|confirmar comigo)|obrigado pelo (resumo|aviso|trabalho|cuidado)|obrigada pelo (resumo|aviso|trabalho|cuidado)|obrigado pela (paciência|informação|rapidez)|obrigada pela (paciência|informação|rapidez)|bom trabalho|ótimo trabalho|excelente trabalho|grande trabalho|belo trabalho|parabéns|parabéns ao|parabéns à|parabéns a|mandaram bem|mandou bem|caprichou|caprichaste|gostei|gostei muito|adorei|curti|curti demais|amei|ficou ótimo|ficou ótima|ficou linda|ficou lindo|ficou muito bom|ficou muito boa|muito bonito|muito bonita|impecável|abraço|abraços|um abraço|beijinhos|beijos|cumprimentos|atenciosamente|att|com os melhores cumprimentos|até breve|até logo|bom fim de semana|boa semana|boa sorte|desculpa a demora|desculpe a demora|desculpem a demora|desculpa o atraso|desculpem o atraso|desculpe o atraso|dia de loucos|dia corrido|dia cheio|finalmente|até que enfim|já não era sem tempo|boa|uau|show de bola|maravilha|que bom
m* equipa equipe time todos pessoal colega colegas cliente clientes utilizador utilizadores usuário usuários fornecedor fornecedores comercial comerciais marketing contabilidade suporte qa gente loja lojas armazém chefe senhora senhor destinatários subscritores financeiro
e verde|verdes|bem|muito bem|perfeito|perfeita|perfeitos|correto|correta|corretos|corretas|certo|certa|certos|certas|em ordem|conforme|limpo|limpa|limpos|estável|estáveis|completo|completa|pronto|pronta|prontos|claro|clara|impecável|impecáveis|ótimo|ótima|excelente|contente|contentes|satisfeito|satisfeita|satisfeitos|tranquilo|tranquila|em dia|coerente|coerentes|razoável|justificado|justificada|necessário|necessária|urgente|útil|importante|esperado|previsto|prevista|dentro do orçamento|no orçamento|sem erros|sem falhas|sem problemas|sem anomalias|sem risco|sem surpresas|exato|exata|exatamente como (combinei|combinámos|combinamos|pedi|pedimos)|idêntico|idêntica|ok|informado|informada|a par|bom|boa|bonita|bonito|lindo|linda|o correto|a correta|os corretos|legítimo|normal|adequado|confiável
e confere|conferem|bate|batem|bate certo|batem certo|coincide|coincidem|corresponde|correspondem|funciona|funcionam|corre bem|está (bem|ótimo|ótima|certo|certa|correto|correta|impecável|perfeito|perfeita|tudo certo|verde|conforme)|fica bem|ficou (bem|ótimo|ótima|bom|boa|perfeito|perfeita)|faz sentido|parece (bem|bom|boa|certo|correto|ótimo|tudo bem)|parece me (bem|correto)|tem bom aspeto|poupa nos (tempo|trabalho)|é o que (pedimos|queríamos|combinámos|testámos|testamos)|o que foi testado|ao que foi testado
e (espera|esperam|está à espera|estão à espera|está esperando|estão esperando|aguarda|aguardam) [já|por isto|por isso|isto|isso|disto|disso|há]|(precisa|precisam) [disto|disso|do|da|dele]|faz falta|isto faz falta|(está|estão) [já] a (reclamar|perguntar|ligar)|(já) (reclamam|perguntam|ligam)|há (dias|semanas|meses|horas)|estava a dar connosco em doidos|não aguenta mais|confio na equipa|confio na equipe|confio no time
e (sem|nenhum|nenhuma|não há|não tenho|não vejo|zero|não encontrei) [nenhum|nenhuma|mais|qualquer] (problema|problemas|objeção|objeções|erro|erros|falha|falhas|risco|riscos|dúvida|dúvidas|alteração|alterações|comentário|comentários|observação|observações|inconveniente|anomalia|surpresa|surpresas|reparo|reparos|impedimento|ressalva|ressalvas) [da minha parte|do meu lado]|nada a (alterar|acrescentar|apontar|opor|dizer|mudar|corrigir|comentar)|nada contra|sem mais a acrescentar|tudo (bem|certo|correto|em ordem|ok|perfeito|verde|claro|pronto|confere|bate|funciona|conforme|testado|verificado)
w verificado|verificada|verificados|verifiquei|verificamos|conferido|conferida|conferi|testado|testada|testados|testei|testámos|testamos|revisto|revista|revi|revisei|lido|lida|li|visto|vista|vi|vimos|olhei|comparei|comparado|examinado|examinei|analisado|analisada|analisei|falado|falei|falámos|falamos|conversei|discutido|discutimos|confirmado|confirmada|confirmei|confirmou|explicado|explicou|mostrado|mostrou|passou|passaram|passado|terminou|terminado|terminaram|concluído|concluída|concluídos|dei uma olhada|dei uma vista de olhos|correu bem|correram bem|liberou|deu o ok|deram o ok|experimentei|combinei|combinado|reli|com atenção
f* eu nós ele ela eles elas o a os as um uma uns umas de do da dos das em no na nos nas ao à aos às com por para pelo pela e que meu minha meus minhas nosso nossa seu sua este esta estes estas esse essa isso isto tudo todo toda todos todas cada também muito mesmo realmente já é são está estão estava estavam foi foram sido tem tenho temos têm me te lhe como aqui ali duas três vezes cuidado detalhe juntos pessoalmente tanto ontem
f* teste testes relatório pipeline build versão release tag commit ramo ambiente changelog notas mudanças plano calendário janela números número valor valores total soma preço preços orçamento proposta fatura faturas encomenda pedido contrato contratos conta contas extrato documento documentos documentação papéis dados detalhes lista listas destinatários texto textos assunto layout imagem imagens links link prévia rascunho horário hora data datas pessoa nome nomes perfil papel permissões sistema sistemas acesso armazém estoque stock inventário entrega mercadoria pacote produto produtos projeto equipa equipe time cliente clientes colega colegas comercial marketing contabilidade financeiro jurídico suporte utilizadores usuários fornecedor qa gráfico gráficos métricas painel painéis logs memória falha bug erro carrinho loja site página servidor serviço serviços base cópia telemóvel celular computador ecrã tela ticket solicitação formulário formação resultado resultados estado parte lado trabalho mês ano semana dia dias reunião correção pessoal nova novo
q ontem|hoje|esta manhã|hoje de manhã|ontem à noite|há pouco|agora mesmo|na semana passada|na (segunda|terça|quarta|quinta|sexta)|duas vezes|três vezes|várias vezes|por telefone|ao telefone|pessoalmente|na reunião|em homologação|no ambiente de testes|em testes|localmente|em staging|linha por linha|de ponta a ponta|no telemóvel|no celular|no computador|com os meus próprios olhos|há dias|há semanas
P (estou|estarei|estamos|fico|ficarei) [por aqui|aqui|hoje] (contactável|contactavel|disponível|aqui|por perto|atento|atenta|no escritório|ao telefone|online|numa reunião|em reunião|no comboio|no trem|em viagem|a caminho|de plantão|ao computador)|(acabei|acabamos) de (aterrar|pousar|chegar|sair de uma reunião)|estava (em reunião|numa reunião|em viagem|no comboio)|em reunião|no comboio|no trem
W (fico|estou) de olho [em]|(acompanho|vigio|monitoro|vou acompanhando)
T até|até às|h|hoje|o dia todo|a tarde toda|toda a (tarde|manhã|noite)|esta (tarde|noite)|caso (seja preciso|precisem|haja algo|aconteça algo)|se for preciso|se precisarem|se acontecer algo|em caso de (necessidade|problemas|dúvidas)|qualquer coisa|para qualquer coisa|por via das dúvidas|os gráficos|nos gráficos|as métricas|nas métricas|nos logs|nos painéis|horas
u quanto antes melhor|quanto mais cedo melhor|o mais rápido possível|o quanto antes|melhor (hoje|agora) do que (amanhã|depois)|urgente|já não era sem tempo|até que enfim|não há tempo a perder|finalmente
g é urgente
C pois|porque|que
K é|está|estão|fica|ficam|tá
M por mim|da minha parte|do meu lado|pela presente|por este meio
A tudo|todo|toda|todos|todas
! aprovar|aprova|aprove|aprovem|autorizar|autoriza
! sinal|entrada|adiantamento
w fica bem|ficou (bem|ótimo|ótima)|está impecável
D [vos|lhe|te] (dou|concedo|damos)
h minha aprovação|minha autorização|meu aval|meu consentimento|minha permissão|meu acordo|meu sim|consentimento|anuência|minha anuência
h meu sim|o meu sim|a minha aprovação|o meu aval
y siim|siiim|simm|ô se sim|lógico que sim|claro que pode|com toda certeza|óbvio|óbvio que sim|mil vezes sim|certo que sim|afirmativo|issoo|isso mesmo sim|pode crer|demorou|já é
c manda brasa|mete bronca|mete marcha|mete ficha|senta o dedo|senta a pua|toca ficha|toca o barco|vamo|vamos|vamo que vamo|vamo nessa|vamo lá|partiu|borá|bora lá|bora que bora|simbora|vai que é tua|vai que vai|vai na fé|vai fundo|pau na máquina|aperta o botão|apertem o botão|pode apertar o botão|pode tocar|pode tocar ficha|pode meter bala|pode meter ficha|pode meter bronca|pode dar sequência|pode dar andamento|podem dar andamento|deem andamento|dê andamento|tá liberado|tá autorizado|tá aprovado por mim|é pra já|é só ir
c (estou|tô|to|estamos|tamo) [totalmente|plenamente|de pleno] (de acordo|acordo)|(contem|conte|contas|conta) com (a minha|o meu|minha|meu) (aprovação|aval|autorização|ok|apoio)|venho [por meio] (deste|desta|do presente|da presente|desta mensagem|deste email) (autorizar|aprovar|confirmar a aprovação|conceder autorização|manifestar a minha concordância)|venho por meio (deste|desta|do presente|da presente) (autorizar|aprovar)|(dou|damos|concedo|concedemos|emito|confirmo|manifesto) [por este meio|pela presente|desde já] [o|a] [meu|minha|nosso|nossa|pleno|plena] (aprovação|autorização|aval|ok|consentimento|anuência|concordância|parecer favorável|acordo)|pela presente (autorizo|aprovo)|(tem|têm|tens|você tem|vocês têm) [já|todo|toda] [o|a] [meu|minha] (aprovação|autorização|aval|ok|consentimento|anuência|bênção|sinal verde|luz verde)
c:release partiu produção|partiu prod|pra produção|direto pra produção|bora pra produção|bora subir|bora lançar|coloca em produção|coloca no ar|coloquem no ar|bota no ar|bota em produção|bota pra rodar|põe no ar|põe em produção|ponham em produção|ponham no ar|joga em produção|joga pra produção|joga no ar|solta a versão|solta o release|pode soltar|podem soltar|manda pra produção|manda pra prod|manda pro ar|faz o deploy|façam o deploy|roda o deploy|deploya|pode deployar|pode colocar no ar|pode colocar em produção
N:release,merge instalação|implantação|subida|publicação|implementação|entrada em produção|colocação em produção|passagem a produção|disponibilização|liberação
i firmeza|suave|tranquilo|de boa|tá de boa|tá valendo|tá certo|tá ok|tá ótimo|show|show de bola|massa|top|topzera|maravilha|joia|jóia|fechou|fechado|combinado|blz|beleza|perfeito|excelente|ótimo|muito bom|ciente|recebido|entendido|confirmo|confirmado|tudo certo|tudo ok|tudo em ordem|tudo verde|valeu|sem stress|sem problema|sem problemas|por mim ok|da minha parte ok
f* pacote encomenda devolução pedido processo caso motivo motivos valor fatura recibo nota comprovativo contexto histórico alteração alterações mudança mudanças gralha gralhas erro erros ortografia título assunto layout foto fotos botão link links destinatários assinantes cópia cópias arquivo arquivos conteúdo prazo conservação retenção bucket pasta espaço custo custos despesa verba orçamento dinheiro gráfico gráficos curva curvas carga latência tráfego capacidade servidor servidores máquina máquinas instância instâncias plantão piquete equipe equipa equipas área áreas departamento segurança jurídico direção contabilidade responsável chefe formação treinamento curso permissão permissões administrador admin dba colega serviço armazém loja transportadora cliente clientes previsão estimativa campanha saldos necessidade solicitação relatório testes teste revisão contas conta base banco dados lista texto textos preço preços números
f* tudo todo toda todos todas este esta isto esse essa isso esses essas seu sua meu minha teu tua nosso nossa já também bem muito além porque pois como dentro lá ali aqui em cima baixo juntos entre sobre lhe lhes o os as me te nos de do da das ao à aos às no na nas num numa com por para pela pelo e que há tem tenho têm temos está estão é são era foi foram estava estavam sido um uma dois três direitinho calma casa
e (há|tem|temos) (verba|orçamento|dinheiro|budget)|[está|estão|é|são|estava|estavam|ficou|ficaram] [já|tudo|todos|bem|muito|mesmo] (justificado|justificada|certo|certa|certos|certas|correto|correta|em ordem|em dia|completo|completa|inteiro|intacto|devolvido|recebido|recebida|arquivado|arquivados|copiado|copiados|guardado|vencido|expirado|obsoleto|obsoletos|sem uso|saturado|saturados|no limite|sobrecarregado|alto|alta|razoável|lógico|claro|clara|formado|de acordo|contente|feliz|previsto|prevista|urgente|necessário|necessária|pronto|pronta|limpo|ótimo|ótima|linda|lindo|perfeita|perfeito|impecável|orçamentado|de plantão)|chegou [bem|direitinho|inteiro|intacto]|voltou [bem|inteiro|intacto]|bate|batem|bate certo|batem certo|confere|conferem|encaixa|sobe|sobem|cresce|crescem|faz sentido|fazem sentido|fazem todo o sentido|faz todo o sentido|parece-me (bem|razoável|justo|correto|ótimo)|me parece (bem|razoável|justo|correto|ótimo)|tem razão|confirma|confirmam|justifica|funciona|funcionam
e (ninguém|já ninguém|nenhuma equipe|nenhuma equipa) [mais] (usa|utiliza|precisa|mexe|mexeu|toca) [mais] (nisso|nisto|isso|isto|dele|disso) [há (anos|dois anos|muito tempo)]|não (serve|servem) [mais] (para nada|pra nada|a ninguém)|já não (serve|é preciso|precisamos|usamos|se usa)|não (precisamos|usamos) mais [disso|dele|isso]|só (dá despesa|custa dinheiro|gasta dinheiro|gera custo|ocupa espaço)|nenhuma área se opôs|ninguém se opôs
e (o prazo|o prazo legal|o prazo de conservação|o prazo legal de conservação|a retenção) (terminou|acabou|venceu|expirou|já passou|está vencido|já terminou|já venceu)|(o jurídico|jurídico) (concorda|concordou|está de acordo|aprovou o texto|deu ok|deu o ok)
e (a cliente|o cliente|ela|ele|\ue002) (tem [toda a] razão|está [há] (à espera|esperando) [há (um mês|semanas|três semanas)]|já esperou (bastante|demais|muito)|espera há (um mês|semanas))|está há (um mês|semanas|três semanas) (à espera|esperando)|coitada|coitado|foi (erro nosso|culpa nossa|falha nossa)|é (justo|o mínimo|erro nosso|mais que justo)|erro nosso|falha nossa|nada mais justo
e (está|estás|estou) de (plantão|piquete|prevenção) [hoje|esta noite|essa semana|esta semana]|precisa [disso|disto|dele|do acesso] [para (o plantão|a migração|o trabalho|o piquete)]|é (o nosso|nosso|o) [novo] dba|confio (nele|nela|plenamente nele)|conheço-o [bem|há anos]|sabe o que faz|tem a formação [feita]|fez (o treinamento|a formação)
e (não há|não vi|não vejo|não tem|não tenho|não encontrei|não achei) (gralhas|erros|nada estranho|nada de estranho|objeções|objeção|inconveniente|problema|problemas|nenhum erro|nenhuma gralha|nenhum problema|nada contra|motivo contra|links quebrados|nada a opor|erro nenhum|problema nenhum)|nenhum (erro|problema|impedimento)|nenhuma (gralha|objeção)|sem (erros|gralhas|problemas|objeções|ressalvas)|nada (de estranho|a opor|contra|de errado)|nada a opor|os clientes (estão reclamando|reclamam|estão a queixar-se|não conseguem pagar)|a malta não consegue pagar|é melhor (garantir|prevenir|sobrar|assim)|melhor (garantir|prevenir|sobrar)|mais vale prevenir|gostei (muito|bastante|imenso)|ficou (linda|lindo|ótimo|ótima|excelente|perfeita|perfeito|muito bom|muito boa|bonita|bonito|show)
w conferi|conferido|conferida|revi|revisei|revisado|revisto|revista|verifiquei|verificado|verificada|li|lido|lida|vi|visto|vista|olhei|olhado|testei|testado|testada|comparei|comparado|cruzei|perguntei|perguntado|falei|falado|liguei|ligou|escreveu|confirmei|confirmado|confirmou|chequei|checado|analisei|analisado|contei|validei|validado|examinei|arquivado|guardado|combinei|consultei|dei uma olhada|passei os olhos
q ontem|ontem à noite|hoje|hoje cedo|esta manhã|de manhã|agora há pouco|duas vezes|três vezes|linha por linha|ao cêntimo|no detalhe|em detalhe|de ponta a ponta|com calma|por telefone|de casa|pessoalmente|na (segunda|terça|quarta|quinta|sexta)|na semana passada|há (pouco|uma hora|dois dias)|com (a contabilidade|o jurídico|a segurança|a equipe|a equipa|a cliente|o cliente|o chefe dele|o armazém|a direção|o financeiro|todos)|há (anos|dois anos|dez anos|muito tempo)
c (estou|estamos) (de acordo|a favor|totalmente de acordo|plenamente de acordo)|tens o meu (ok|aval|sim|visto)|tem (o meu|meu) (ok|aval|sim|visto|de acordo)|têm o meu (ok|aval|sim)|tens a minha (aprovação|autorização|luz verde)|tem (a minha|minha) (aprovação|autorização|luz verde|bênção)|têm a minha (aprovação|autorização)|dou o meu (ok|aval|acordo|consentimento)|dou a minha (aprovação|autorização|bênção)|luz verde [da minha parte|de minha parte]|da minha parte (ok|está ok|tudo certo|pode seguir|aprovado|sim)|por mim (ok|tudo bem|pode|sim|avança|pode seguir|está ok|tudo certo)|apoio total|concordo|concordo plenamente|concordo totalmente|de acordo|avança|avancem|avance|podes avançar|podem avançar|pode avançar|pode seguir|podem seguir|podes seguir|prossiga|prossigam|manda ver|manda bala|manda brasa|toca|toca a andar|bora|bora lá|vamos|vamos lá|vamos nessa|faz|façam|faça|siga|força|fechado|beleza pode|pode fazer|podem fazer|podes fazer
c:refund pode estornar [para \ue002|pra \ue002]|paguem-lhe|paga-lhe|devolvam-lhe o dinheiro|devolve-lhe o dinheiro|devolve o dinheiro [dela]|pode devolver|podem devolver|estorna|estornem
c:send pode (disparar|mandar|enviar|sair|seguir para a lista)|dispara|manda|enviem|envia|podes enviar|podem enviar
c:delete pode (apagar|excluir|deletar|remover|limpar)|apaga|apaguem|exclui|acaba com isso|deita fora|joga fora|podes apagar|podem apagar|fora com isso
c:grant pode (liberar|dar|conceder)|libera|liberem|dá-lhe o acesso|deem-lhe o acesso|podes dar|dá o acesso
c:scale pode (escalar|subir|aumentar)|sobe|subam|aumenta|bota mais máquina|mete mais máquinas
i com todo o gosto|com gosto|com prazer|do telemóvel|do celular
g abraço|abraços|um abraço|beijos|beijinhos|bjs|atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|saudações|cordialmente|caro|cara|prezado|prezada|oi|olá|bom dia|boa tarde|boa noite|obrigado pelo (resumo|aviso|trabalho|cuidado)|obrigada pelo (resumo|aviso|trabalho|cuidado)|bom trabalho|ótimo trabalho|belo trabalho|excelente trabalho|valeu|beleza|show|que bom|sem problema|sem problemas|até logo
N:refund dinheiro|valor|montante|valor total|quantia|estorno
N:send lista|newsletter
N:delete bucket|bucket antigo|backups|backups antigos|cópias antigas
N:grant perfil|papel|permissões|base de dados|banco de produção|acesso
N:scale,scale servidores|máquinas|número de servidores|capacidade
x:scale aumentar|aumenta|aumentem|passar|passa|passem|subir|sobe|subam|escalar|escala|escalem|adicionar
x:refund estornar|estorna|reembolsar|reembolsa|reembolsem|devolver|devolve|devolvam|pagar|paguem
x:delete apagar|apaga|apaguem|excluir|exclui|eliminar|elimina|eliminem|remover|remove|deletar|limpar|limpa
x:grant atribuir|atribui|atribuam|conceder|concede|concedam|dar|dá|deem|liberar|libera|liberem|habilitar
x:send enviar|envia|enviem|mandar|manda|mandem|disparar|dispara|disparem
N:scale aumento|passagem|subida|escalonamento|ampliação
N:grant atribuição|concessão|acesso
N:delete eliminação|exclusão|remoção|limpeza|apagamento
N:refund reembolso|estorno|devolução|pagamento
N:send envio|disparo|newsletter
J* diretora diretor gerente chefe responsável coordenadora sistemas operações finanças marketing plataforma infraestrutura conteúdos comunicação atendimento cliente administração contabilidade segurança ti de do da e
e cabe no orçamento|estamos no limite|ela tem toda razão|tem toda razão|o erro foi nosso|foi nosso|está concluído|nos conformes|tudo nos conformes|(está|tá) se arrastando|rodou lisinho|só coisa velha|coisa velha|já não fazem falta|não fazem falta|assim poupamos [uns trocos|dinheiro]|os saldos começam [ao meio-dia|hoje|agora]|já foi avisada|já foi avisado|acabou em março|foi avisada
w perguntei à auditoria|vi com as finanças|assinou o pedido|dei uma olhada lá dentro
f* auditoria gestor suporte finanças treinamento ofertas correção
c aprovo o (papel|perfil) [de admin]|é um sim|da minha parte é um sim|tá ok|por isso concordo|adorei [manda|mandaa]|agora mesmo
"""
